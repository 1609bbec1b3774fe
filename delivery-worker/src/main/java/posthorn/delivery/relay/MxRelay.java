package posthorn.delivery.relay;

import com.google.protobuf.ByteString;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.RecipientResult;
import posthorn.delivery.client.SessionFailure;
import posthorn.delivery.dispatch.Relay;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.MailboxUnavailable;
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

    private final RelaySettings settings;
    private final Routes routes;
    private final BodySource bodies;
    private final MessageSigner signer;
    private final SessionOpener opener;
    private final SessionCache idle;
    private final DialoguesInHand inHand = new DialoguesInHand();

    MxRelay(
            Vertx vertx,
            RelaySettings settings,
            Routes routes,
            BodySource bodies,
            MessageSigner signer,
            String hostname) {
        this.settings = settings;
        this.routes = routes;
        this.bodies = bodies;
        this.signer = signer;
        this.opener = new SessionOpener(vertx, settings, hostname);
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
     * @param hostname our own name
     * @param signer signs what leaves
     * @throws BadSetting when a setting cannot be used
     */
    public static MxRelay create(
            Vertx vertx,
            RelaySettings settings,
            DnsClient dns,
            String hostname,
            BodySource bodies,
            MessageSigner signer,
            RandomGenerator random) {
        check(settings);
        Routes routes =
                new MxRoutes(
                        dns.within(settings.timeouts().dns()),
                        new ForbiddenHosts(settings, hostname),
                        settings.mxRecords(),
                        random);
        return new MxRelay(vertx, settings, routes, bodies, signer, hostname);
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
        HostAttempts attempts = new HostAttempts(addresses);
        if (!inHand.begin()) {
            attempts.record(new MailboxUnavailable("this worker stops; another one goes on"));
            return attempts.results();
        }
        try {
            switch (signer.sign(mail, () -> bodies.open(body))) {
                case SigningResult.Failed(String reason, boolean _) ->
                        attempts.record(new DeliveryFailure.NotSigned(reason));
                case SigningResult.Unsigned() ->
                        ask(request(mail, body, ByteString.EMPTY, key, mayEnd, attempts));
                case SigningResult.Signed(ByteString fields) ->
                        ask(request(mail, body, fields, key, mayEnd, attempts));
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
        return new RelayRequest(mail, body, bodies, signatures, scan, key, mayEndNow, attempts);
    }

    private void ask(RelayRequest request) {
        Set<InetAddress> asked = new HashSet<>();
        overIdleSession(request, asked);
        if (!request.attempts().done()) {
            overNewSessions(request, asked);
        }
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

    /** Asks over the first idle session that still lives, if there is one. */
    private void overIdleSession(RelayRequest request, Set<InetAddress> asked) {
        Optional<RelaySession> session = idle.take(request.destination());
        while (session.isPresent()) {
            if (asks(session.get(), request)) {
                asked.add(session.get().address());
                return;
            }
            session = idle.take(request.destination());
        }
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

    private void overNewSessions(RelayRequest request, Set<InetAddress> asked) {
        HostAttempts attempts = request.attempts();
        switch (routes.to(request.destination())) {
            case Route.None(DeliveryFailure failure) -> attempts.record(failure);
            case Route.Found(List<Hop> hops, Optional<DeliveryFailure> unasked) -> {
                hops.stream()
                        .filter(hop -> !asked.contains(hop.address()))
                        .limit(settings.hostsPerAttempt())
                        .takeWhile(_ -> !attempts.done())
                        .forEach(hop -> overNewSession(hop, request));
                unasked.ifPresent(attempts::notAsked);
            }
        }
    }

    private void overNewSession(Hop hop, RelayRequest request) {
        try {
            RelaySession session = opener.open(hop);
            request.attempts().record(transact(session, request));
        } catch (SessionFailure e) {
            request.attempts().record(e.failure());
        }
    }

    private Map<Integer, RecipientResult> transact(RelaySession session, RelayRequest request) {
        boolean ended = false;
        try {
            Map<Integer, RecipientResult> results =
                    session.client()
                            .transact(request.transaction(), request.content(), request.mayEnd());
            ended = true;
            return results;
        } catch (MessageContent.ContentLost e) {
            ended = true;
            return lost(request, e);
        } finally {
            release(session, request, ended);
        }
    }

    private static Map<Integer, RecipientResult> lost(
            RelayRequest request, MessageContent.ContentLost e) {
        RecipientResult lost =
                new RecipientResult.Failed(new MailboxUnavailable(String.valueOf(e.getMessage())));
        Map<Integer, RecipientResult> results = new LinkedHashMap<>();
        request.attempts().open().keySet().forEach(ordinal -> results.put(ordinal, lost));
        return results;
    }

    private void release(RelaySession session, RelayRequest request, boolean ended) {
        if (!ended) {
            session.abort();
        } else if (session.served(settings.messagesPerConnection())) {
            idle.keep(request.destination(), session);
        } else {
            session.end();
        }
    }
}
