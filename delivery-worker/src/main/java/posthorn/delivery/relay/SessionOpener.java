package posthorn.delivery.relay;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import posthorn.delivery.client.SessionFailure;
import posthorn.delivery.policy.Consequence.NextHost;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.relay.Routes.Hop;

/** Opens sessions with hosts. Safe for all threads; blocks the one that calls. */
final class SessionOpener implements AutoCloseable {

    /** What the connect timeout of the socket may be late by before it is not waited for. */
    private static final long GRACE_MILLIS = 1000;

    private final RelaySettings settings;
    private final String hostname;
    private final Vertx vertx;
    private final NetClient net;

    /**
     * None is open.
     *
     * @param hostname what we call ourselves in EHLO
     */
    SessionOpener(Vertx vertx, RelaySettings settings, String hostname) {
        this.settings = settings;
        this.hostname = hostname;
        this.vertx = vertx;
        this.net =
                vertx.createNetClient(
                        new NetClientOptions()
                                .setConnectTimeout((int) settings.timeouts().connect().toMillis())
                                .setTrustAll(true)
                                .setHostnameVerificationAlgorithm("")
                                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                                .setSslHandshakeTimeout(settings.timeouts().tls().toMillis())
                                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS));
    }

    /**
     * A session with TLS when the host offers it and manages it, else without (RFC 7435).
     *
     * @throws SessionFailure the host cannot be talked to
     */
    RelaySession open(Hop hop) throws SessionFailure {
        try {
            return open(hop, true);
        } catch (SessionFailure e) {
            if (FailurePolicy.consequence(e.failure()).nextHost() != NextHost.SAME_WITHOUT_TLS) {
                throw e;
            }
            return open(hop, false);
        }
    }

    private RelaySession open(Hop hop, boolean tls) throws SessionFailure {
        RelaySession session = connect(hop);
        session.open(tls);
        return session;
    }

    private RelaySession connect(Hop hop) throws SessionFailure {
        String address = hop.address().getHostAddress();
        String peer = hop.name() + "[" + address + "]:" + settings.port();
        long patience = settings.timeouts().connect().toMillis() + GRACE_MILLIS;
        try {
            return onEventLoop(address, socket -> session(socket, peer, hop))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable(peer, NetworkFailure.inWords(peer, e.getCause()));
        } catch (TimeoutException e) {
            throw unreachable(peer, "the host did not take the connection in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(peer, "this worker stops");
        }
    }

    /**
     * What the socket is made into on its own event loop, so that the handlers stand before the
     * first octet is read: a greeting that comes with the connection would otherwise find nobody.
     */
    private Future<RelaySession> onEventLoop(
            String address, Function<NetSocket, RelaySession> made) {
        Promise<RelaySession> session = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(
                        _ -> net.connect(settings.port(), address).map(made).onComplete(session));
        return session.future();
    }

    private RelaySession session(NetSocket socket, String peer, Hop hop) {
        SocketTransport transport =
                new SocketTransport(socket, peer, hop.name(), settings.timeouts());
        return new RelaySession(transport, hostname, hop.address());
    }

    private static SessionFailure unreachable(String peer, String reason) {
        return new SessionFailure(new DeliveryFailure.Unreachable(peer, reason));
    }

    @Override
    public void close() {
        net.close();
    }
}
