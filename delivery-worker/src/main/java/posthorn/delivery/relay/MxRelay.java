package posthorn.delivery.relay;

import com.google.protobuf.ByteString;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.RecipientResult;
import posthorn.delivery.client.SessionFailure;
import posthorn.delivery.dispatch.Relay;
import posthorn.delivery.mtasts.DomainPolicy;
import posthorn.delivery.pace.Pace;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.MailboxUnavailable;
import posthorn.delivery.policy.DeliveryFailure.Paced;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.relay.Routes.Hop;
import posthorn.delivery.relay.Routes.Route;
import posthorn.delivery.signing.MessageSigner;
import posthorn.delivery.signing.SigningResult;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.settings.BadSetting;

/**
 * Brings a message to a destination: over an idle session when there is one, else to its hosts one
 * after the other, until each recipient is taken or refused for good. Safe for all threads; blocks
 * the one that calls.
 */
public final class MxRelay implements Relay, AutoCloseable {

    /** The smarthost, where sessions and pace know others by their domain. */
    private static final String SMARTHOST = "smarthost";

    private final RelaySettings settings;
    private final Routes routes;
    private final TlsDemands demands;
    private final BodySource bodies;
    private final MessageSigner signer;
    private final Pace pace;
    private final SessionOpener opener;
    private final SessionCache idle;
    private final DialoguesInHand inHand = new DialoguesInHand();

    MxRelay(
            Vertx vertx,
            RelaySettings settings,
            Routes routes,
            TlsDemands demands,
            TlsSessions told,
            BodySource bodies,
            MessageSigner signer,
            Pace pace,
            String hostname) {
        this.settings = settings;
        this.routes = routes;
        this.demands = demands;
        this.bodies = bodies;
        this.signer = signer;
        this.pace = pace;
        this.opener = new SessionOpener(vertx, settings, hostname, told);
        this.idle =
                new SessionCache(
                        settings,
                        (millis, task) -> {
                            long timer = vertx.setTimer(millis, _ -> task.run());
                            return () -> vertx.cancelTimer(timer);
                        });
    }

    /**
     * A relay that asks DNS.
     *
     * @param dns is asked within the time that the settings give it
     * @param policies of MTA-STS, of domains in lower-case ASCII
     * @param told what each connection came to
     * @param hostname our own name
     * @param signer signs what leaves
     * @param pace says when a site may be asked
     * @throws BadSetting when a setting cannot be used
     */
    public static MxRelay create(
            Vertx vertx,
            RelaySettings settings,
            DnsClient dns,
            Function<String, DomainPolicy> policies,
            TlsSessions told,
            String hostname,
            BodySource bodies,
            MessageSigner signer,
            Pace pace,
            RandomGenerator random) {
        check(settings);
        TlsDemands demands =
                new TlsDemands(
                        dns.within(settings.timeouts().dns()),
                        policies,
                        new AuthorityCheck(settings.tls().trustedCertificates()),
                        settings.port(),
                        settings.tls().dane(),
                        InstantSource.system());
        Routes routes =
                new FixedRoutes(
                        dns.within(settings.timeouts().dns()),
                        OperatorRoutes.routes(settings),
                        OperatorRoutes.smarthost(settings),
                        new MxRoutes(
                                dns.within(settings.timeouts().dns()),
                                new ForbiddenHosts(settings, hostname),
                                settings.mxRecords(),
                                random));
        return new MxRelay(vertx, settings, routes, demands, told, bodies, signer, pace, hostname);
    }

    /**
     * Which addresses may be connected to: none in networks that are not the Internet, unless
     * allowed.
     */
    public static Predicate<InetAddress> permitted(RelaySettings settings, String hostname) {
        return new ForbiddenHosts(settings, hostname)::permits;
    }

    /** Refuses settings that cannot be used; asks and connects nothing. */
    public static void check(RelaySettings settings) {
        RelaySettingsCheck.check(settings);
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
        try (Pace.Turn turn = pace.begin(key)) {
            return relay(mail, body, key, new HostAttempts(addresses, turn), mayEnd, turn);
        }
    }

    private Map<Integer, AttemptResult> relay(
            AcceptedMail mail,
            QueuedBody body,
            String key,
            HostAttempts attempts,
            BooleanSupplier mayEnd,
            Pace.Turn turn) {
        if (!inHand.begin()) {
            attempts.record(new MailboxUnavailable("this worker stops; another one goes on"));
            return attempts.results();
        }
        try {
            switch (signer.sign(mail, () -> bodies.open(body))) {
                case SigningResult.Failed(String reason, boolean _) ->
                        attempts.record(new DeliveryFailure.NotSigned(reason));
                case SigningResult.Unsigned() ->
                        ask(request(mail, body, ByteString.EMPTY, key, mayEnd, attempts), turn);
                case SigningResult.Signed(ByteString fields) ->
                        ask(request(mail, body, fields, key, mayEnd, attempts), turn);
            }
            return attempts.results();
        } finally {
            inHand.end();
        }
    }

    private RelayRequest request(
            AcceptedMail mail,
            QueuedBody body,
            ByteString signatures,
            String key,
            BooleanSupplier mayEnd,
            HostAttempts attempts) {
        BooleanSupplier mayEndNow = () -> inHand.mayEnd() && mayEnd.getAsBoolean();
        BodyScan scan = new BodyScan(bodies, body);
        int one = attempts.open().keySet().iterator().next();
        return new RelayRequest(
                PassedCopy.of(mail, one),
                body,
                bodies,
                PassedCopy.fields(mail, one).concat(signatures),
                scan,
                key,
                Optional.empty(),
                mayEndNow,
                attempts);
    }

    private void ask(RelayRequest request, Pace.Turn turn) {
        String destination = request.destination();
        Optional<Paced> waits = ask(request, () -> routes.to(destination), turn);
        if (waits.isPresent()) {
            Optional<Route> overflow =
                    waits.get().warmUp() ? routes.overflow(destination) : Optional.empty();
            overflow.flatMap(route -> askSmarthost(request, route))
                    .or(() -> overflow.isPresent() ? Optional.empty() : waits)
                    .ifPresent(request.attempts()::record);
        }
    }

    /** The hosts of the destination take no more today. Why the message waits all the same. */
    private Optional<Paced> askSmarthost(RelayRequest request, Route route) {
        try (Pace.Turn turn = pace.begin(SMARTHOST)) {
            request.attempts().heardBy(turn);
            return ask(request.through(SMARTHOST), () -> route, turn);
        }
    }

    /** Over an idle session, else over new ones; why the message has to wait. */
    private Optional<Paced> ask(RelayRequest request, Supplier<Route> route, Pace.Turn turn) {
        Set<InetAddress> asked = new HashSet<>();
        Optional<Paced> waits = overIdleSession(request, turn, asked);
        return waits.isPresent() || request.attempts().done()
                ? waits
                : overNewSessions(request, route.get(), turn, asked);
    }

    /** Whether the way out is open. */
    public OutgoingProbe probe() {
        return new OutgoingProbe(routes, settings.port());
    }

    /** Dialogues with other hosts now. */
    public int dialogues() {
        return inHand.count();
    }

    /** Sessions that wait for another message. */
    public int idleSessions() {
        return idle.size();
    }

    /**
     * Stops: no dialogue begins any more, idle sessions end with QUIT at once, those in hand when
     * they are done. Final dots are sent in the first half of {@code grace} only, so that their
     * replies have the second half to come. Returns when all are done or the time is up.
     *
     * @return whether all were done in time
     */
    public boolean stop(Duration grace) {
        inHand.stop();
        idle.close();
        return inHand.awaitEnd(grace);
    }

    /** Breaks off what {@link #stop} did not wait for. */
    @Override
    public void close() {
        stop(Duration.ZERO);
        opener.close();
    }

    /** Asks over the first idle session that still lives, if there is one and it may be asked. */
    private Optional<Paced> overIdleSession(
            RelayRequest request, Pace.Turn turn, Set<InetAddress> asked) {
        if (!idle.has(request.sessionKey())) {
            return Optional.empty();
        }
        Optional<Paced> waits = turn.atKnownSite();
        if (waits.isPresent()) {
            return waits;
        }
        Optional<RelaySession> session = idle.take(request.sessionKey());
        while (session.isPresent()) {
            if (asks(session.get(), request)) {
                asked.add(session.get().address());
                return Optional.empty();
            }
            session = idle.take(request.sessionKey());
        }
        return Optional.empty();
    }

    /** Whether the host came to speak about the message over a session that was idle. */
    private boolean asks(RelaySession session, RelayRequest request) {
        try {
            session.reset();
        } catch (SessionFailure e) {
            return false;
        }
        Map<Integer, RecipientResult> results = transact(session, request);
        Map<Integer, RecipientResult> said = new LinkedHashMap<>(results);
        said.values().removeIf(MxRelay::concernsConnection);
        request.attempts().record(said);
        return said.size() == results.size();
    }

    private static boolean concernsConnection(RecipientResult result) {
        return result instanceof RecipientResult.Failed(DeliveryFailure failure)
                && FailurePolicy.concernsConnection(failure);
    }

    private Optional<Paced> overNewSessions(
            RelayRequest request, Route route, Pace.Turn turn, Set<InetAddress> asked) {
        HostAttempts attempts = request.attempts();
        return switch (route) {
            case Route.None(DeliveryFailure failure) -> {
                attempts.record(failure);
                yield Optional.empty();
            }
            case Route.Found(List<Hop> hops, Optional<DeliveryFailure> unasked) -> {
                TlsDemands.Destination tls = demands.to(request.destination(), request.wish());
                Optional<Paced> waits = turn.at(hops.stream().map(Hop::name).toList());
                if (waits.isPresent()) {
                    yield waits;
                }
                hops.stream()
                        .filter(hop -> !asked.contains(hop.address()))
                        .limit(settings.hostsPerAttempt())
                        .takeWhile(_ -> !attempts.done())
                        .forEach(hop -> overNewSession(hop, tls, request));
                unasked.ifPresent(attempts::notAsked);
                yield Optional.empty();
            }
        };
    }

    private void overNewSession(Hop hop, TlsDemands.Destination tls, RelayRequest request) {
        try {
            RelaySession session = opener.open(hop, tls.on(hop));
            request.attempts().record(transact(session, request));
        } catch (SessionFailure e) {
            request.attempts().record(e.failure());
        }
    }

    /** In as many transactions as the host wants for so many recipients. */
    private Map<Integer, RecipientResult> transact(RelaySession session, RelayRequest request) {
        Map<Integer, RecipientResult> results = new LinkedHashMap<>();
        Map<Integer, String> open = request.attempts().open();
        boolean ended = false;
        try {
            for (Map<Integer, String> portion : session.client().portions(open)) {
                results.putAll(
                        session.client()
                                .transact(
                                        request.transaction(portion),
                                        request.content(),
                                        request.mayEnd()));
            }
            ended = true;
        } catch (MessageContent.ContentLost e) {
            ended = true;
            RecipientResult lost =
                    new RecipientResult.Failed(
                            new MailboxUnavailable(String.valueOf(e.getMessage())));
            open.keySet().forEach(ordinal -> results.putIfAbsent(ordinal, lost));
        } finally {
            release(session, request, ended);
        }
        return results;
    }

    private void release(RelaySession session, RelayRequest request, boolean ended) {
        if (!ended) {
            session.abort();
        } else if (session.served(settings.messagesPerConnection())) {
            idle.keep(request.sessionKey(), session);
        } else {
            session.end();
        }
    }
}
