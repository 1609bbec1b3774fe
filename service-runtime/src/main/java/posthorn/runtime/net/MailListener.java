package posthorn.runtime.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A port on which a protocol is spoken. Any thread. */
public final class MailListener {
    private static final Logger LOG = Logger.getLogger(MailListener.class);
    private static final AtomicLong IDS = new AtomicLong();

    private static final int BACKLOG = 1024;

    /** Octets that are read from a socket at once, at most. */
    private static final int LARGEST_READ = 16 * 1024;

    private final ListenerSettings settings;
    private final ConnectionLimits limits;
    private final Supplier<SslContext> tls;
    private final Protocol protocol;
    private final Map<Long, SocketConnection> connections = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someLeft = lock.newCondition();
    private volatile @Nullable Channel server;
    private volatile int actualPort = -1;
    private volatile boolean closing;

    private MailListener(
            ListenerSettings settings,
            ConnectionLimits limits,
            Supplier<SslContext> tls,
            Protocol protocol) {
        this.settings = settings;
        this.limits = limits;
        this.tls = tls;
        this.protocol = protocol;
    }

    /**
     * A listener that listens when this returns; with port -1, one that is off. Not to be called on
     * an event loop.
     *
     * @param tls asked at each handshake, so that a new certificate serves from then on; not asked
     *     with PLAIN
     * @throws BindException the address or port cannot be had
     */
    public static MailListener open(
            ListenerSettings settings,
            ConnectionLimits limits,
            Supplier<SslContext> tls,
            Protocol protocol)
            throws BindException {
        MailListener listener = new MailListener(settings, limits, tls, protocol);
        if (settings.port() >= 0) {
            listener.listen();
        }
        return listener;
    }

    /** What it is called. */
    public String name() {
        return settings.name();
    }

    /** The port that was bound, also when any free one was asked for; -1: off. */
    public int port() {
        return actualPort;
    }

    /** Connections that are open. */
    public int connections() {
        return connections.size();
    }

    private void listen() throws BindException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(EventLoops.shared())
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childHandler(new Acceptor());
        ChannelFuture bound =
                bootstrap.bind(new InetSocketAddress(settings.host(), settings.port()));
        try {
            bound.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
        if (!bound.isSuccess()) {
            throw failure(bound.cause());
        }
        server = bound.channel();
        actualPort = PeerAddress.port(bound.channel().localAddress());
        LOG.debugf("%s listens on %s:%d", settings.name(), settings.host(), actualPort);
    }

    private BindException failure(@Nullable Throwable cause) {
        String why = cause == null ? "unknown" : cause.getMessage();
        BindException failure =
                new BindException(
                        settings.name()
                                + " cannot listen on "
                                + settings.host()
                                + " port "
                                + settings.port()
                                + ": "
                                + why);
        failure.initCause(cause);
        return failure;
    }

    /** Makes a connection of each channel, on the event loop that the channel is given to. */
    private final class Acceptor extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            accept(channel);
        }
    }

    private void accept(Channel channel) {
        String client = PeerAddress.of(channel.remoteAddress());
        if (closing) {
            channel.close();
            return;
        }
        CloseReason refused = limits.enter(client);
        if (refused != null) {
            LOG.debugf("%s refuses %s: %s", settings.name(), client, refused);
            refuse(channel, refused);
            return;
        }
        channel.config()
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(512, 2048, LARGEST_READ));
        long id = IDS.incrementAndGet();
        SocketConnection connection =
                new SocketConnection(id, channel, settings, tls, protocol, client);
        connections.put(id, connection);
        channel.closeFuture().addListener(closed -> left(id, client));
        channel.pipeline().addLast("connection", new ChannelAdapter(connection));
        if (closing) {
            // Whoever closes may have looked through the connections before this one was there.
            connection.drain();
        }
    }

    private void left(long id, String client) {
        connections.remove(id);
        limits.leave(client);
        lock.lock();
        try {
            someLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void refuse(Channel channel, CloseReason reason) {
        byte[] words = protocol.closingLine(reason);
        if (settings.transport() == Transport.TLS || words.length == 0) {
            channel.close();
        } else {
            channel.eventLoop()
                    .execute(() ->
                            channel.writeAndFlush(Unpooled.wrappedBuffer(words))
                                    .addListener(ChannelFutureListener.CLOSE));
        }
    }

    /**
     * Drains: takes no more connections, tells each handler to come to its end when the work in
     * hand is done ({@link ConnectionHandler#closing}), and returns when all have gone or the grace
     * is over; then the rest is cut. Not to be called on an event loop. Calling it again does
     * nothing.
     */
    public void close(Duration grace) {
        closing = true;
        Channel bound = server;
        server = null;
        if (bound != null) {
            bound.close().awaitUninterruptibly();
        }
        connections.values().forEach(SocketConnection::drain);
        try {
            awaitEmpty(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.values().forEach(SocketConnection::abort);
    }

    private void awaitEmpty(Duration grace) throws InterruptedException {
        long left = grace.toNanos();
        lock.lock();
        try {
            while (!connections.isEmpty() && left > 0) {
                left = someLeft.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
