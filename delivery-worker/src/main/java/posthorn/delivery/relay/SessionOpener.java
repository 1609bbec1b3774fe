package posthorn.delivery.relay;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import posthorn.delivery.client.SessionFailure;
import posthorn.delivery.policy.Consequence.NextHost;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.NotSecure;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.relay.Routes.Hop;
import posthorn.protocol.tls.TlsFinding;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.protocol.tlsrpt.TlsResultType;
import posthorn.protocol.tlsrpt.TlsSession;

/** Opens sessions with hosts. Safe for all threads; blocks the one that calls. */
final class SessionOpener implements AutoCloseable {

    /** What the connect timeout of the socket may be late by before it is not waited for. */
    private static final long GRACE_MILLIS = 1000;

    private final RelaySettings settings;
    private final String hostname;
    private final Vertx vertx;
    private final NetClient net;
    private final TlsSessions told;

    /**
     * None is open. Certificates are looked at behind the handshake, by our own check.
     *
     * @param hostname what we call ourselves in EHLO
     * @param told what each connection came to
     */
    SessionOpener(Vertx vertx, RelaySettings settings, String hostname, TlsSessions told) {
        this.told = told;
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
     * A session that is as secure as is demanded; where TLS is an offer and does not work, without
     * (RFC 7435).
     *
     * @throws SessionFailure the host cannot be talked to, or does not do what is demanded
     */
    RelaySession open(Hop hop, HostTls tls) throws SessionFailure {
        if (!tls.demand().usable()) {
            throw passedOver(hop, tls);
        }
        try {
            return told(hop, tls, session(hop, tls));
        } catch (SessionFailure e) {
            if (FailurePolicy.consequence(e.failure()).nextHost() != NextHost.SAME_WITHOUT_TLS) {
                throw e;
            }
            String words = FailurePolicy.result(e.failure()).reply();
            tell(hop, tls, new TlsProblem(TlsResultType.VALIDATION_FAILURE, words));
            if (tls.demand().encrypted()) {
                throw notSecure(TlsFinding.NOT_STARTED, hop, tls, words);
            }
            return session(hop, tls.plain());
        }
    }

    private SessionFailure passedOver(Hop hop, HostTls tls) {
        TlsFinding finding =
                switch (tls.demand()) {
                    case UNNAMED -> TlsFinding.UNNAMED;
                    case UNKNOWN -> TlsFinding.UNKNOWN;
                    case UNVERIFIABLE, PLAIN, OPPORTUNISTIC, ENCRYPTED, POLICY, TLSA ->
                            TlsFinding.UNVERIFIABLE;
                };
        tls.problem()
                .filter(_ -> finding != TlsFinding.UNVERIFIABLE)
                .ifPresent(p -> tell(hop, tls, p));
        return notSecure(finding, hop, tls, tls.problem().map(TlsProblem::words).orElse(""));
    }

    private SessionFailure notSecure(TlsFinding finding, Hop hop, HostTls tls, String reason) {
        return new SessionFailure(
                new NotSecure(finding, tls.demand(), tls.requireTls(), peer(hop), reason));
    }

    private static TlsProblem problem(NotSecure failure) {
        TlsResultType type =
                failure.finding() == TlsFinding.NOT_OFFERED
                        ? TlsResultType.STARTTLS_NOT_SUPPORTED
                        : TlsResultType.VALIDATION_FAILURE;
        return new TlsProblem(type, failure.reason());
    }

    /** Tells what the session that stands is like. */
    private RelaySession told(Hop hop, HostTls tls, RelaySession session) {
        Optional<TlsProblem> problem = session.problem().or(tls::problem);
        if (!session.client().secure()) {
            problem =
                    Optional.of(
                            new TlsProblem(
                                    TlsResultType.STARTTLS_NOT_SUPPORTED,
                                    "the host does not offer STARTTLS"));
        }
        tell(hop, tls, problem);
        return session;
    }

    private void tell(Hop hop, HostTls tls, TlsProblem problem) {
        tell(hop, tls, Optional.of(problem));
    }

    /** What a host is like that an operator has named is no news for the domain's owner. */
    private void tell(Hop hop, HostTls tls, Optional<TlsProblem> problem) {
        if (hop.fixed().isEmpty()) {
            told.came(
                    new TlsSession(
                            tls.policy(), hop.name(), hop.address().getHostAddress(), problem));
        }
    }

    private RelaySession session(Hop hop, HostTls tls) throws SessionFailure {
        RelaySession session = connect(hop, tls);
        try {
            session.open(tls, hop.fixed().flatMap(Routes.Fixed::credentials));
            return session;
        } catch (SessionFailure e) {
            if (e.failure() instanceof NotSecure failure) {
                tell(hop, tls, session.problem().orElseGet(() -> problem(failure)));
            }
            throw e;
        }
    }

    private String peer(Hop hop) {
        return hop.name() + "[" + hop.address().getHostAddress() + "]:" + port(hop);
    }

    private int port(Hop hop) {
        return hop.fixed().map(Routes.Fixed::port).orElse(settings.port());
    }

    private RelaySession connect(Hop hop, HostTls tls) throws SessionFailure {
        String peer = peer(hop);
        long patience = settings.timeouts().connect().toMillis() + GRACE_MILLIS;
        Future<RelaySession> connecting =
                onEventLoop(hop, socket -> session(socket, peer, hop, tls));
        try {
            return connecting
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable(peer, NetworkFailure.inWords(peer, e.getCause()));
        } catch (TimeoutException e) {
            // One that comes all the same has nobody who would end it.
            connecting.onSuccess(RelaySession::abort);
            throw unreachable(peer, "the host did not take the connection in time");
        } catch (InterruptedException e) {
            connecting.onSuccess(RelaySession::abort);
            Thread.currentThread().interrupt();
            throw unreachable(peer, "this worker stops");
        }
    }

    /**
     * What the socket is made into on its own event loop, so that the handlers stand before the
     * first octet is read: a greeting that comes with the connection would otherwise find nobody.
     */
    private Future<RelaySession> onEventLoop(Hop hop, Function<NetSocket, RelaySession> made) {
        String address = hop.address().getHostAddress();
        Promise<RelaySession> session = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(_ -> net.connect(port(hop), address).map(made).onComplete(session));
        return session.future();
    }

    private RelaySession session(NetSocket socket, String peer, Hop hop, HostTls tls) {
        SocketTransport transport =
                new SocketTransport(socket, peer, hop.name(), tls, settings.timeouts());
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
