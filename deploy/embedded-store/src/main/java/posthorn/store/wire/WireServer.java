package posthorn.store.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import posthorn.store.StoreCounters;
import posthorn.store.StoreSettings;
import posthorn.store.command.Commands;
import posthorn.store.rocks.Storage;

/** The listening socket on loopback with its connections. */
public final class WireServer implements AutoCloseable {
    private final EventLoopGroup threads;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listener;

    /**
     * Listens.
     *
     * @throws UncheckedIOException when the port is taken
     */
    public WireServer(
            StoreSettings settings, Storage storage, Commands commands, StoreCounters counters) {
        threads =
                new NioEventLoopGroup(
                        settings.bounds().threads(), new DefaultThreadFactory("store", true));
        var bootstrap =
                new ServerBootstrap()
                        .group(threads)
                        .channel(NioServerSocketChannel.class)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        if (connections.size() >= settings.bounds().connections()) {
                                            channel.close();
                                            return;
                                        }
                                        connections.add(channel);
                                        channel.pipeline()
                                                .addLast(new MessageDecoder())
                                                .addLast(
                                                        new ConnectionHandler(
                                                                commands,
                                                                storage,
                                                                counters,
                                                                settings.secret()));
                                    }
                                });
        var bind =
                bootstrap
                        .bind(InetAddress.getLoopbackAddress(), settings.port())
                        .awaitUninterruptibly();
        if (!bind.isSuccess()) {
            threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new UncheckedIOException(
                    "the store cannot listen on port " + settings.port(),
                    new IOException(bind.cause()));
        }
        listener = bind.channel();
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Stops listening, closes all connections and waits until no command is being executed. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        threads.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
