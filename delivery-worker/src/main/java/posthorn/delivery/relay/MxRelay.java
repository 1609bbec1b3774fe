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
import posthorn.delivery.client.Content.ContentLost;
import posthorn.delivery.client.Envelope;
import posthorn.delivery.client.SessionTrouble;
import posthorn.delivery.dispatch.Body;
import posthorn.delivery.dispatch.FailurePolicy;
import posthorn.delivery.dispatch.Outcome;
import posthorn.delivery.dispatch.Relay;
import posthorn.delivery.dispatch.Trouble;
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
    private final Octets octets;
    private final String hostname;
    private final Vertx vertx;
    private final NetClient net;
    private final IdleSessions idle;

    /** One transaction that is to be made, with whichever host. */
    private record Errand(
            AcceptedMail mail,
            Body body,
            String destination,
            Envelope envelope,
            BooleanSupplier mayEnd) {}

    MxRelay(Vertx vertx, RelaySettings settings, Routes routes, Octets octets, String hostname) {
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
                new IdleSessions(
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
            Octets octets,
            RandomGenerator random) {
        Settings.check(settings);
        Routes routes =
                new MxRoutes(new Dns(dnsServers), new Forbidden(settings, hostname), random);
        return new MxRelay(vertx, settings, routes, octets, hostname);
    }

    @Override
    public Map<Integer, Outcome> relay(
            AcceptedMail mail,
            Body body,
            String key,
            Collection<Integer> ordinals,
            BooleanSupplier mayEnd) {
        Map<Integer, String> addresses = new LinkedHashMap<>();
        ordinals.forEach(o -> addresses.put(o, mail.getRecipients(o).getAddress()));
        Envelope envelope =
                new Envelope(
                        mail.getReversePath(),
                        addresses,
                        mail.getSize(),
                        new DeclaredNeeds(mail, body, octets, addresses.values()));
        Errand errand = new Errand(mail, body, key, envelope, mayEnd);
        try {
            Optional<Map<Integer, Outcome>> done = overIdleSession(errand);
            return done.isPresent() ? done.get() : overNewSession(errand);
        } catch (SessionTrouble e) {
            Outcome outcome = FailurePolicy.outcome(e.trouble());
            Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
            ordinals.forEach(o -> outcomes.put(o, outcome));
            return outcomes;
        }
    }

    @Override
    public void close() {
        idle.close();
        net.close();
    }

    /** Empty: there was none that still lived. */
    private Optional<Map<Integer, Outcome>> overIdleSession(Errand errand) throws SessionTrouble {
        Optional<Session> session = idle.take(errand.destination());
        while (session.isPresent()) {
            try {
                session.get().client().reset();
                return Optional.of(transact(session.get(), errand));
            } catch (SessionTrouble e) {
                session.get().cut();
                if (!FailurePolicy.worthAnotherHost(e.trouble())) {
                    throw e;
                }
            }
            session = idle.take(errand.destination());
        }
        return Optional.empty();
    }

    private Map<Integer, Outcome> overNewSession(Errand errand) throws SessionTrouble {
        List<Hop> hops =
                switch (routes.to(errand.destination())) {
                    case Route.None(Trouble trouble) -> throw new SessionTrouble(trouble);
                    case Route.Found(List<Hop> found) -> found;
                };
        Optional<SessionTrouble> last = Optional.empty();
        for (Hop hop : hops.subList(0, Math.min(hops.size(), settings.hostsPerAttempt()))) {
            try {
                return transact(open(hop), errand);
            } catch (SessionTrouble e) {
                last = Optional.of(e);
                if (!FailurePolicy.worthAnotherHost(e.trouble())) {
                    throw e;
                }
            }
        }
        throw last.orElseThrow();
    }

    private Map<Integer, Outcome> transact(Session session, Errand errand) throws SessionTrouble {
        boolean ended = false;
        try {
            Map<Integer, Outcome> outcomes =
                    session.client()
                            .transact(
                                    errand.envelope(), octets.open(errand.body()), errand.mayEnd());
            ended = true;
            if (session.served(settings.messagesPerConnection())) {
                idle.keep(errand.destination(), session);
            } else {
                session.end();
            }
            return outcomes;
        } catch (ContentLost e) {
            throw new SessionTrouble(new Trouble.MailboxAway(String.valueOf(e.getMessage())));
        } finally {
            if (!ended) {
                session.cut();
            }
        }
    }

    /** A session with TLS when the host offers it and manages it, else without (RFC 7435). */
    private Session open(Hop hop) throws SessionTrouble {
        Session session = connect(hop);
        try {
            session.open(true);
            return session;
        } catch (SessionTrouble e) {
            if (!(e.trouble() instanceof Trouble.Lost lost) || lost.stage() != Trouble.Stage.TLS) {
                throw e;
            }
            Session plain = connect(hop);
            plain.open(false);
            return plain;
        }
    }

    private Session connect(Hop hop) throws SessionTrouble {
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
    private Future<Session> onEventLoop(String address, Function<NetSocket, Session> made) {
        Promise<Session> session = Promise.promise();
        vertx.getOrCreateContext()
                .runOnContext(
                        _ -> net.connect(settings.port(), address).map(made).onComplete(session));
        return session.future();
    }

    private Session session(NetSocket socket, String peer, String name) {
        return new Session(new SocketWire(socket, peer, name, settings.timeouts()), hostname);
    }

    private static SessionTrouble unreachable(String peer, String reason) {
        return new SessionTrouble(new Trouble.Unreachable(peer, reason));
    }
}
