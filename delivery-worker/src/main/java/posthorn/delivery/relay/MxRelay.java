package posthorn.delivery.relay;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import posthorn.delivery.client.MailTransaction;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.client.SessionFailure;
import posthorn.delivery.dispatch.Relay;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.relay.Routes.Hop;
import posthorn.delivery.relay.Routes.Route;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.runtime.settings.BadSetting;

/**
 * Brings a message to a destination: over an idle session when there is one, else to the first of
 * its hosts that takes or refuses it. Safe for all threads; blocks the one that calls.
 */
public final class MxRelay implements Relay, AutoCloseable {

    private final RelaySettings settings;
    private final Routes routes;
    private final BodySource octets;
    private final String hostname;
    private final Vertx vertx;
    private final NetClient net;
    private final SessionCache idle;

    /** One transaction that is to be made, with whichever host. */
    private record RelayRequest(
            AcceptedMail mail,
            QueuedBody body,
            String destination,
            MailTransaction transaction,
            BooleanSupplier mayEnd) {}

    MxRelay(
            Vertx vertx,
            RelaySettings settings,
            Routes routes,
            BodySource octets,
            String hostname) {
        this.settings = settings;
        this.routes = routes;
        this.octets = octets;
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
        this.idle =
                new SessionCache(
                        settings, (millis, task) -> vertx.setTimer(millis, _ -> task.run()));
    }

    /**
     * A relay that asks DNS.
     *
     * @param dnsServers {@code host:port}; empty: those of the system
     * @param hostname our own name
     * @throws BadSetting when a setting cannot be used
     */
    public static MxRelay create(
            Vertx vertx,
            RelaySettings settings,
            List<String> dnsServers,
            String hostname,
            BodySource octets,
            RandomGenerator random) {
        RelaySettingsCheck.check(settings);
        Routes routes =
                new MxRoutes(
                        new DnsClient(dnsServers), new ForbiddenHosts(settings, hostname), random);
        return new MxRelay(vertx, settings, routes, octets, hostname);
    }

    @Override
    public Map<Integer, AttemptResult> relay(
            AcceptedMail mail,
            QueuedBody body,
            String key,
            Collection<Integer> ordinals,
            BooleanSupplier mayEnd) {
        Map<Integer, String> addresses = new LinkedHashMap<>();
        ordinals.forEach(o -> addresses.put(o, mail.getRecipients(o).getAddress()));
        MailTransaction transaction =
                new MailTransaction(
                        mail.getReversePath(),
                        addresses,
                        mail.getSize(),
                        new DeclaredRequirements(mail, body, octets, addresses.values()));
        RelayRequest request = new RelayRequest(mail, body, key, transaction, mayEnd);
        try {
            Optional<Map<Integer, AttemptResult>> done = overIdleSession(request);
            return done.isPresent() ? done.get() : overNewSession(request);
        } catch (SessionFailure e) {
            AttemptResult result = FailurePolicy.result(e.failure());
            Map<Integer, AttemptResult> results = new LinkedHashMap<>();
            ordinals.forEach(o -> results.put(o, result));
            return results;
        }
    }

    @Override
    public void close() {
        idle.close();
        net.close();
    }

    /** Empty: there was none that still lived. */
    private Optional<Map<Integer, AttemptResult>> overIdleSession(RelayRequest request)
            throws SessionFailure {
        Optional<RelaySession> session = idle.take(request.destination());
        while (session.isPresent()) {
            try {
                session.get().client().reset();
                return Optional.of(transact(session.get(), request));
            } catch (SessionFailure e) {
                session.get().cut();
                if (!FailurePolicy.worthAnotherHost(e.failure())) {
                    throw e;
                }
            }
            session = idle.take(request.destination());
        }
        return Optional.empty();
    }

    private Map<Integer, AttemptResult> overNewSession(RelayRequest request) throws SessionFailure {
        List<Hop> hops =
                switch (routes.to(request.destination())) {
                    case Route.None(DeliveryFailure failure) -> throw new SessionFailure(failure);
                    case Route.Found(List<Hop> found) -> found;
                };
        Optional<SessionFailure> last = Optional.empty();
        for (Hop hop : hops.subList(0, Math.min(hops.size(), settings.hostsPerAttempt()))) {
            try {
                return transact(open(hop), request);
            } catch (SessionFailure e) {
                last = Optional.of(e);
                if (!FailurePolicy.worthAnotherHost(e.failure())) {
                    throw e;
                }
            }
        }
        throw last.orElseThrow();
    }

    private Map<Integer, AttemptResult> transact(RelaySession session, RelayRequest request)
            throws SessionFailure {
        boolean ended = false;
        try {
            Map<Integer, AttemptResult> results =
                    session.client()
                            .transact(
                                    request.transaction(),
                                    octets.open(request.body()),
                                    request.mayEnd());
            ended = true;
            if (session.served(settings.messagesPerConnection())) {
                idle.keep(request.destination(), session);
            } else {
                session.end();
            }
            return results;
        } catch (ContentLost e) {
            throw new SessionFailure(
                    new DeliveryFailure.MailboxUnavailable(String.valueOf(e.getMessage())));
        } finally {
            if (!ended) {
                session.cut();
            }
        }
    }

    /** A session with TLS when the host offers it and manages it, else without (RFC 7435). */
    private RelaySession open(Hop hop) throws SessionFailure {
        RelaySession session = connect(hop);
        try {
            session.open(true);
            return session;
        } catch (SessionFailure e) {
            if (!(e.failure() instanceof DeliveryFailure.ConnectionLost lost)
                    || lost.stage() != DeliveryFailure.Stage.TLS) {
                throw e;
            }
            RelaySession plain = connect(hop);
            plain.open(false);
            return plain;
        }
    }

    private RelaySession connect(Hop hop) throws SessionFailure {
        String address = hop.address().getHostAddress();
        String peer = hop.name() + "[" + address + "]:" + settings.port();
        try {
            return onEventLoop(address, socket -> session(socket, peer, hop.name()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(settings.timeouts().connect().toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable(peer, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw unreachable(peer, "no connection in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(peer, "interrupted");
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

    private RelaySession session(NetSocket socket, String peer, String name) {
        return new RelaySession(
                new SocketTransport(socket, peer, name, settings.timeouts()), hostname);
    }

    private static SessionFailure unreachable(String peer, String reason) {
        return new SessionFailure(new DeliveryFailure.Unreachable(peer, reason));
    }
}
