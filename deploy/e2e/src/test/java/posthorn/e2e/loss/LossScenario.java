package posthorn.e2e.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.dns.DnsServer;
import posthorn.e2e.load.FoundMessages;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.load.Sent;
import posthorn.e2e.sink.SinkAction;
import posthorn.e2e.sink.SinkPhase;
import posthorn.e2e.sink.SinkRule;
import posthorn.e2e.sink.SinkServer;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;

/**
 * What every test of losses needs around the system: a name server, a second mail server, accounts;
 * and the reckoning.
 */
final class LossScenario implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /**
     * Ten seconds are promised; on a machine that others use too it may be more, but never the 45 s
     * of a session time-out that nobody has set.
     */
    private static final Duration GOES_ON = Duration.ofSeconds(30);

    /** Many times the waits of a retry, as they are set here. */
    private static final Duration NOTHING_COMES = Duration.ofSeconds(12);

    /** Over which time sessions are told that their pod stops: shorter than in life. */
    static final Duration SPREAD = Duration.ofSeconds(2);

    private static final int USERS = 8;
    private static final int PROBES = 12;
    private static final String PROBED = "probed@" + MixedLoad.LOCAL_DOMAIN;

    private final DnsServer dns;
    private final SinkServer sink;
    private final List<String> users = MixedLoad.usersNamed(USERS);
    private final Set<String> deferredOnce = ConcurrentHashMap.newKeySet();

    LossScenario(Path directory) throws IOException {
        this.dns = DnsServer.start();
        this.sink = SinkServer.start(directory.resolve("sink"));
        dns.zones()
                .mx(MixedLoad.REMOTE_DOMAIN, 10, "mx.remote.test")
                .address("mx.remote.test", "127.0.0.1");
        sink.rule(
                new SinkRule(
                        SinkPhase.RCPT,
                        path -> path.startsWith("never."),
                        SinkAction.reply(550, "5.1.1 nobody of that name"),
                        Integer.MAX_VALUE));
        sink.rule(
                new SinkRule(
                        SinkPhase.RCPT,
                        path -> path.startsWith("later.") && deferredOnce.add(path),
                        SinkAction.reply(451, "4.2.1 come back later"),
                        Integer.MAX_VALUE));
    }

    /**
     * Settings of a system that plays on this field; waits that are long in real life are short
     * here.
     */
    List<String> settings(String... more) {
        return Stream.of(
                        MailSystem.WITHOUT_LIMITS.stream(),
                        Stream.of(
                                "-Dposthorn.dns.servers=" + dns.address(),
                                "-Dposthorn.relay.port=" + sink.port(),
                                "-Dposthorn.relay.allowed-private-networks=127.0.0.0/8",
                                "-Dposthorn.delivery-worker.retry.first=1s",
                                "-Dposthorn.delivery-worker.retry.longest=3s",
                                "-Dposthorn.delivery-worker.ledger.repair-after=10s",
                                "-Dposthorn.delivery-worker.heartbeat.interval=1s",
                                "-Dposthorn.delivery-worker.heartbeat.timeout=5s",
                                "-Dposthorn.imap-pop-frontend.stop.spread="
                                        + SPREAD.toSeconds()
                                        + "s"),
                        Stream.of(more))
                .flatMap(each -> each)
                .toList();
    }

    void makeAccounts(MailSystem system) {
        Admin admin = new Admin(system);
        admin.domain(MixedLoad.LOCAL_DOMAIN);
        users.forEach(user -> admin.account(user, user));
        admin.account(PROBED, PROBED);
    }

    /**
     * Sends a few messages from outside through one pod, and waits until all of them stand in an
     * INBOX: as many as there are partitions of the log, since each of these may still belong to a
     * reader that is dead.
     *
     * @param since when the system was said to be ready, or a pod was killed
     */
    void deliveryGoesOn(MailSystem system, int pod, Instant since) throws Exception {
        AngusImap reader = AngusImap.implicitTls(system.port(Use.IMAPS, pod), PROBED, PROBED);
        int before = reader.count("INBOX");
        AngusSmtp outside = AngusSmtp.plain("127.0.0.1", system.port(Use.SMTP, pod));
        for (int probe = 0; probe < PROBES; probe++) {
            byte[] letter = TestMessages.plain("far@elsewhere.test", "probe");
            outside.send("far@elsewhere.test", List.of(PROBED), letter);
        }
        Awaitility.await()
                .atMost(GOES_ON)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> reader.count("INBOX") >= before + PROBES);
        System.out.printf(
                "delivery goes on after %d ms%n",
                Duration.between(since, Instant.now()).toMillis());
    }

    MixedLoad load(MailSystem system, int messages, int clients, long seed) {
        return new MixedLoad(
                client ->
                        AngusSmtp.startTls(
                                "127.0.0.1", system.port(Use.SUBMISSION, client % system.pods())),
                users,
                messages,
                clients,
                seed);
    }

    /**
     * Waits until every answered message has ended, then holds what readers see against what
     * clients sent.
     */
    void reckon(MailSystem system, List<Sent> sent) throws Exception {
        long answered = sent.stream().filter(Sent::answered).count();
        System.out.printf("%d messages sent, %d answered with 250%n", sent.size(), answered);
        List<List<Sent>> missing = new ArrayList<>();
        Arrivals arrivals = new Arrivals(system, users, sink);
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        missing.add(arrivals.look().missing(sent));
                        return missing.getLast().isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            List<Sent> lost = missing.getLast();
            explain(system, lost);
            throw new AssertionError(lost.size() + " of " + answered + " are lost: " + lost, e);
        }
        // Nothing that was there has gone: all is read once more.
        FoundMessages all = new Arrivals(system, users, sink).look();
        assertEquals(List.of(), all.missing(sent));
        assertEquals(List.of(), all.misplaced(sent));
        onlyDoubledWhereCounted(system, all.doubled(sent));
    }

    /**
     * The other server takes its time before it says that it took a message: dialogues stand
     * between the final dot and its answer.
     */
    void theOtherServerAnswersLate(Duration after) {
        sink.rule(
                new SinkRule(
                        SinkPhase.DOT,
                        path -> true,
                        new SinkAction.KeepAndAnswerLate(after),
                        Integer.MAX_VALUE));
    }

    /** As {@link #reckon}, and nothing came twice or may have come twice. */
    void reckonExactlyOnce(MailSystem system, List<Sent> sent) throws Exception {
        reckon(system, sent);
        assertEquals(List.of(), new Arrivals(system, users, sink).look().doubled(sent));
        Admin admin = new Admin(system);
        List<Sent> maybeTwice =
                sent.stream()
                        .filter(Sent::answered)
                        .filter(s -> s.fate() != Sent.Fate.LOCAL)
                        .filter(s ->
                                admin.trace("<" + s.mark() + "@load.test>").stream()
                                        .anyMatch(e -> "MAYBE_TWICE".equals(e.get("kind"))))
                        .toList();
        assertEquals(List.of(), maybeTwice);
        assertEquals(0.0, admin.metric(Use.QUEUE_MANAGEMENT, "posthorn_mail_maybe_twice_total"));
    }

    /** What the server itself says of those; for whoever reads a failure. */
    private static void explain(MailSystem system, List<Sent> missing) {
        Admin admin = new Admin(system);
        for (Sent lost : missing.stream().limit(20).toList()) {
            System.out.println(lost);
            admin.trace("<" + lost.mark() + "@load.test>")
                    .forEach(event -> System.out.println("    " + event));
        }
        if (!missing.isEmpty()) {
            System.out.println("queue: " + admin.queue());
        }
    }

    /**
     * What was answered with 250 and is still missing when nothing more has come for a while. Every
     * account has to be there.
     */
    List<Sent> missingForGood(MailSystem system, List<Sent> sent) {
        List<List<Sent>> last = new ArrayList<>();
        Arrivals arrivals = new Arrivals(system, users, sink);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .during(NOTHING_COMES)
                .until(() -> {
                    last.add(arrivals.look().missing(sent));
                    return last.size() > 1 && last.getLast().equals(last.get(last.size() - 2));
                });
        System.out.printf("%d lost%n", last.getLast().size());
        return last.getLast();
    }

    /** Twice only at another server, and only where the trace says that it may be so. */
    private static void onlyDoubledWhereCounted(MailSystem system, List<Sent> doubled) {
        System.out.printf("%d seen twice%n", doubled.size());
        Admin admin = new Admin(system);
        for (Sent s : doubled) {
            assertTrue(
                    s.fate() == Sent.Fate.REMOTE || s.fate() == Sent.Fate.DEFERRED,
                    "twice in a mailbox: " + s);
            // The trace gathers for a moment before it shows.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertTrue(
                                    admin.trace("<" + s.mark() + "@load.test>").stream()
                                            .anyMatch(e -> "MAYBE_TWICE".equals(e.get("kind"))),
                                    "twice and not counted: " + s));
        }
    }

    @Override
    public void close() throws IOException {
        sink.close();
        dns.close();
    }
}
