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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.log.LogText;

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
    private final ListenerMeters meters;
    private final Map<Long, SocketConnection> connections = new ConcurrentHashMap<>();
    private final Map<Long, Channel> proxied = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someLeft = lock.newCondition();
    private volatile @Nullable Channel server;
    private volatile int actualPort = -1;
    private volatile boolean closing;

    private MailListener(
            ListenerSettings settings,
            ConnectionLimits limits,
            Supplier<SslContext> tls,
            Protocol protocol,
            ListenerMeters meters) {
        this.settings = settings;
        this.limits = limits;
        this.tls = tls;
        this.protocol = protocol;
        this.meters = meters;
    }

    /** The same, of whose connections nothing is counted. */
    public static MailListener open(
            ListenerSettings settings,
            ConnectionLimits limits,
            Supplier<SslContext> tls,
            Protocol protocol)
            throws BindException {
        return open(settings, limits, tls, protocol, ListenerMeters.unread());
    }

    /**
     * A listener that listens when this returns; with port -1, one that is off. Not to be called on
     * an event loop.
     *
     * @param tls asked at each handshake, so that a new certificate serves from then on; not asked
     *     with PLAIN
     * @param meters where its connections are counted
     * @throws BindException the address or port cannot be had
     */
    public static MailListener open(
            ListenerSettings settings,
            ConnectionLimits limits,
            Supplier<SslContext> tls,
            Protocol protocol,
            ListenerMeters meters)
            throws BindException {
        MailListener listener = new MailListener(settings, limits, tls, protocol, meters);
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
        String peer = PeerAddress.of(channel.remoteAddress());
        if (closing) {
            channel.close();
            return;
        }
        ConnectionEnds ends =
                new ConnectionEnds(limits, peer, PeerAddress.of(channel.localAddress()));
        CloseReason refused = ends.enter();
        if (refused != null) {
            LOG.debugf("%s refuses %s: %s", settings.name(), peer, refused);
            refuse(channel, refused);
            return;
        }
        channel.config()
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(512, 2048, LARGEST_READ));
        long id = IDS.incrementAndGet();
        channel.closeFuture().addListener(closed -> left(id, ends));
        if (settings.proxy().looksAt(peer)) {
            proxied.put(id, channel);
            boolean speaksFirst = settings.transport() != Transport.TLS;
            Start start = new Start(id, channel, peer, ends);
            channel.pipeline()
                    .addLast("proxy", new ProxyHeader(settings.proxy(), speaksFirst, ends, start));
            if (closing) {
                channel.close();
            }
        } else {
            begin(id, channel, ends);
        }
    }

    private void begin(long id, Channel channel, ConnectionEnds ends) {
        SocketConnection connection =
                new SocketConnection(id, channel, settings, tls, protocol, ends, meters);
        connections.put(id, connection);
        channel.pipeline().addLast("connection", new ChannelAdapter(connection));
        if (closing) {
            // Whoever closes may have looked through the connections before this one was there.
            connection.drain();
        }
    }

    /** What becomes of a connection whose peer may speak for another. */
    private final class Start implements ProxyHeader.Outcome {
        private final long id;
        private final Channel channel;
        private final String peer;
        private final ConnectionEnds ends;

        Start(long id, Channel channel, String peer, ConnectionEnds ends) {
            this.id = id;
            this.channel = channel;
            this.peer = peer;
            this.ends = ends;
        }

        @Override
        public void begin() {
            MailListener.this.begin(id, channel, ends);
            proxied.remove(id);
        }

        @Override
        public void refuse(CloseReason reason) {
            LOG.infof("%s refuses %s: %s", settings.name(), peer, reason);
            MailListener.this.refuse(channel, reason);
        }

        @Override
        public void cut(String reason) {
            LOG.infof("%s cuts off %s: %s", settings.name(), peer, LogText.clean(reason));
            channel.close();
        }
    }

    private void left(long id, ConnectionEnds ends) {
        connections.remove(id);
        proxied.remove(id);
        ends.leave();
        lock.lock();
        try {
            someLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void refuse(Channel channel, CloseReason reason) {
        meters.refused(reason);
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

    /** As {@link #close(Duration, Spread)}, with all told at once. */
    public void close(Duration grace) {
        close(grace, Spread.NONE);
    }

    /**
     * Drains: takes no more connections, tells each handler to come to its end when the work in
     * hand is done ({@link ConnectionHandler#closing}), and returns when all have gone or the grace
     * is over; then the rest is cut. Not to be called on an event loop. Calling it again does
     * nothing.
     *
     * @param grace from now on
     * @param spread when each is told; until then it is served as before
     */
    public void close(Duration grace, Spread spread) {
        closing = true;
        Channel bound = server;
        server = null;
        if (bound != null) {
            bound.close().awaitUninterruptibly();
        }
        // Nothing was said to those who have not said for whom they speak.
        proxied.values().forEach(Channel::close);
        drain(spread);
        try {
            awaitEmpty(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.values().forEach(SocketConnection::abort);
    }

    private void drain(Spread spread) {
        List<SocketConnection> open = List.copyOf(connections.values());
        Iterator<Duration> moments = spread.moments(open.size()).iterator();
        for (SocketConnection connection : open) {
            Duration wait = moments.next();
            if (wait.isZero()) {
                connection.drain();
            } else {
                EventLoops.shared()
                        .schedule(connection::drain, wait.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
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
