package posthorn.runtime.net;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.net.BindException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A port on which a protocol is spoken. Any thread. */
public final class MailListener {
    private static final Logger LOG = Logger.getLogger(MailListener.class);
    private static final AtomicLong IDS = new AtomicLong();

    /** Vert.x lets servers share "any free port" when they give the same negative number. */
    private static final AtomicInteger ANY_PORT = new AtomicInteger(-1_000);

    private static final int BACKLOG = 1024;

    private final Vertx vertx;
    private final ListenerSettings settings;
    private final ConnectionLimits limits;
    private final Supplier<SslContext> tls;
    private final Protocol protocol;
    private final Map<Long, SocketConnection> connections = new ConcurrentHashMap<>();
    private final AtomicInteger actualPort = new AtomicInteger(-1);
    private volatile @Nullable String deployment;
    private volatile boolean closing;

    private MailListener(
            Vertx vertx,
            ListenerSettings settings,
            ConnectionLimits limits,
            Supplier<SslContext> tls,
            Protocol protocol) {
        this.vertx = vertx;
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
            Vertx vertx,
            ListenerSettings settings,
            ConnectionLimits limits,
            Supplier<SslContext> tls,
            Protocol protocol)
            throws BindException {
        MailListener listener = new MailListener(vertx, settings, limits, tls, protocol);
        if (settings.port() >= 0) {
            listener.listen();
        }
        return listener;
    }

    /** What it is called. */
    public String name() {
        return settings.name();
    }

    /** The port that is bound, also when any free one was asked for; -1: off. */
    public int port() {
        return actualPort.get();
    }

    /** Connections that are open. */
    public int connections() {
        return connections.size();
    }

    private void listen() throws BindException {
        int port = settings.port() == 0 ? ANY_PORT.decrementAndGet() : settings.port();
        Future<String> deployed =
                vertx.deployVerticle(
                        () -> new Acceptor(port),
                        new DeploymentOptions().setInstances(settings.eventLoops()));
        try {
            deployment = deployed.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
        LOG.debugf("%s listens on %s:%d", settings.name(), settings.host(), actualPort.get());
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

    /** One event loop's share of the port. */
    private final class Acceptor extends AbstractVerticle {
        private final int port;

        Acceptor(int port) {
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            NetServerOptions options =
                    new NetServerOptions()
                            .setHost(settings.host())
                            .setPort(port)
                            .setTcpNoDelay(true)
                            .setTcpKeepAlive(true)
                            .setAcceptBacklog(BACKLOG);
            NetServer server = vertx.createNetServer(options);
            server.connectHandler(socket -> accept(socket, (ContextInternal) context));
            server.listen()
                    .onSuccess(bound -> actualPort.set(bound.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    private void accept(NetSocket accepted, ContextInternal context) {
        String client = PeerAddress.of(accepted.remoteAddress());
        if (closing) {
            accepted.close();
            return;
        }
        CloseReason refused = limits.enter(client);
        if (refused != null) {
            LOG.debugf("%s refuses %s: %s", settings.name(), client, refused);
            refuse(accepted, refused);
            return;
        }
        NetSocketInternal socket = (NetSocketInternal) accepted;
        socket.channelHandlerContext()
                .channel()
                .config()
                .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(512, 2048, 16 * 1024));
        long id = IDS.incrementAndGet();
        SocketConnection connection =
                new SocketConnection(
                        id, socket, context, settings, tls, protocol, () -> left(id, client));
        connections.put(id, connection);
        connection.start();
    }

    private void left(long id, String client) {
        connections.remove(id);
        limits.leave(client);
    }

    private void refuse(NetSocket socket, CloseReason reason) {
        byte[] words = protocol.closingLine(reason);
        if (settings.transport() == Transport.TLS || words.length == 0) {
            socket.close();
        } else {
            socket.end(Buffer.buffer(words));
        }
    }

    /**
     * Takes no more connections, lets each handler say farewell, and returns when all have gone or
     * the grace is over; then the rest is cut. Not to be called on an event loop. Calling it again
     * does nothing.
     */
    public void close(Duration grace) {
        closing = true;
        connections.values().forEach(SocketConnection::goDownLater);
        long end = System.nanoTime() + grace.toNanos();
        try {
            while (!connections.isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.values().forEach(SocketConnection::abort);
        String id = deployment;
        deployment = null;
        if (id != null) {
            vertx.undeploy(id).toCompletionStage().toCompletableFuture().join();
        }
    }
}
