package posthorn.mailbox.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.acme.AccountKeys;
import posthorn.mailbox.acme.AcmeAuthority;
import posthorn.mailbox.acme.PendingProofs;
import posthorn.mailbox.certificate.CertificateAuthority.Renewal;
import posthorn.mailbox.certificate.CertificateOrders;
import posthorn.mailbox.certificate.CertificateRecord;
import posthorn.mailbox.certificate.CertificateRequests;
import posthorn.mailbox.certificate.CertificateVault;
import posthorn.mailbox.certificate.PendingChallenge;
import posthorn.mailbox.memory.MemoryCertificates;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.net.TestTls;
import posthorn.runtime.tls.AcmeSettings;
import posthorn.runtime.tls.AcmeSettingsCheck;
import posthorn.runtime.tls.CertificateSet;
import posthorn.runtime.tls.SelfSigned;
import posthorn.runtime.tls.ServerCertificate;
import posthorn.runtime.tls.TestAcmeServer;
import posthorn.runtime.tls.TestRenewals;

/**
 * Orders at an authority that speaks ACME and looks at our ports (RFC 8555, RFC 8737), and says
 * when to renew (RFC 9773).
 */
final class AcmeOrdersTest {
    private static final String NAME = "mail.example.org";

    private static Vertx vertx;
    private static HttpServer https;
    private static HttpServer plain;
    private static volatile MemoryCertificates store = new MemoryCertificates();
    private static final PendingProofs PROOFS = new PendingProofs();

    private final TestAcmeServer authority = new TestAcmeServer();
    private final MemoryDirectory directory = new MemoryDirectory();
    private final MasterKey master = MasterKey.of("a master key for tests", new SecureRandom());
    private final SecureRandom random = new SecureRandom();
    private final TreeSet<String> names = new TreeSet<>(List.of(NAME));

    @BeforeAll
    static void listen() {
        vertx = Vertx.vertx();
        HttpServerOptions any = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        CertificateSet own = TestTls.certificate("localhost");
        https =
                done(
                        vertx.createHttpServer(
                                        HttpsListener.encrypted(
                                                new HttpServerOptions(any), own, PROOFS))
                                .requestHandler(request -> request.response().end("hello"))
                                .listen());
        plain =
                done(
                        vertx.createHttpServer(any)
                                .requestHandler(
                                        new HttpsListener.Redirect(
                                                443,
                                                request ->
                                                        request.response()
                                                                .end(proof(request.path()))))
                                .listen());
    }

    /** What the route of challenges does with a store. */
    private static String proof(String path) {
        return get(store.challenge(path.substring(path.lastIndexOf('/') + 1)))
                .map(PendingChallenge::authorization)
                .orElse("nothing");
    }

    private static <T> T done(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @AfterAll
    static void stop() {
        done(vertx.close());
    }

    @AfterEach
    void close() {
        authority.close();
        store = new MemoryCertificates();
    }

    private static AcmeSettings settings(Map<String, String> values) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(AcmeSettings.class)
                        .withConverter(
                                Duration.class,
                                200,
                                new io.quarkus.runtime.configuration.DurationConverter());
        values.forEach((key, value) -> builder.withDefaultValue("posthorn.acme." + key, value));
        AcmeSettings settings = builder.build().getConfigMapping(AcmeSettings.class);
        AcmeSettingsCheck.check(settings);
        return settings;
    }

    private final class Names implements CertificateOrders.Wanted {
        @Override
        public SortedSet<String> names() {
            return new TreeSet<>(names);
        }

        @Override
        public boolean hasAddress(String name) {
            return true;
        }
    }

    private AcmeSettings settings(String challenge) {
        return settings(
                Map.of(
                        "directory",
                        authority.directory(),
                        "terms-agreed",
                        "true",
                        "contact",
                        "postmaster@example.org",
                        "challenge",
                        challenge));
    }

    private AcmeAuthority asked(AcmeSettings settings) {
        return new AcmeAuthority(
                authority.directory(),
                settings,
                new AccountKeys(authority.directory(), directory, master),
                random);
    }

    private CertificateOrders pod(String challenge) {
        AcmeSettings settings = settings(challenge);
        return new CertificateOrders(
                store,
                asked(settings),
                master,
                new Names(),
                new CertificateOrders.Limits(
                        settings.retryAfter(),
                        settings.longestRetry(),
                        settings.ordersAnHour(),
                        settings.abandonedAfter(),
                        Duration.ZERO,
                        settings.renewalInfoEvery()),
                new CertificateOrders.World(
                        InstantSource.system(), System::nanoTime, () -> MessageIds.random(random)));
    }

    private ServerCertificate served() throws Exception {
        return ServerCertificate.of(
                "test", new CertificateVault(store, Optional.of(master)).read(NAME).orElseThrow());
    }

    private static String chain() {
        return get(store.material(record().material())).orElseThrow().chain();
    }

    private static CertificateRecord record() {
        return get(store.find(NAME)).orElseThrow();
    }

    @Test
    void aNameIsProvedByAPageAndRenewed() throws Exception {
        authority.looksAt(plain.actualPort(), 0);
        authority.refuseNonces(1);
        CertificateOrders pod = pod("http-01");
        pod.round();
        ServerCertificate first = served();
        assertEquals(List.of(NAME), first.names());
        assertEquals(2, first.chain().size());
        assertEquals(
                first.notAfter().minus(Duration.ofDays(30)),
                Instant.ofEpochMilli(record().renewFrom()));
        new CertificateRequests(store, true).renew(NAME).await().indefinitely();
        pod("http-01").round();
        assertNotEquals(first, served());
        assertEquals(List.of(NAME, NAME), authority.ordered);
    }

    @Test
    void theAuthorityIsAskedWhenToRenewAndToldWhatIsReplaced() throws Exception {
        authority.looksAt(plain.actualPort(), 0);
        Instant from = Instant.now().plus(Duration.ofDays(3));
        authority.renewals.from = from;
        authority.renewals.within = Duration.ofDays(2);
        pod("http-01").round();
        Instant planned = Instant.ofEpochMilli(record().renewFrom());
        assertTrue(!planned.isBefore(from) && planned.isBefore(from.plus(Duration.ofDays(2))));
        String first = TestRenewals.identifier(chain());
        assertEquals(List.of(first), authority.renewals.asked);
        assertEquals(List.of(), authority.renewals.replaced);

        new CertificateRequests(store, true).renew(NAME).await().indefinitely();
        pod("http-01").round();
        assertEquals(List.of(first), authority.renewals.replaced);
        String second = TestRenewals.identifier(chain());
        assertEquals(List.of(first, second), authority.renewals.asked);

        new CertificateRequests(store, true).renew(NAME).await().indefinitely();
        authority.renewals.replaced.add(second);
        pod("http-01").round();
        assertEquals(3, authority.ordered.size(), "one that others have replaced is ordered, too");
    }

    @Test
    void aMomentThatSuitsTheAuthorityStaysAndAnotherOneIsDrawn() throws Exception {
        authority.looksAt(plain.actualPort(), 0);
        authority.renewals.from = Instant.now().plus(Duration.ofDays(10));
        pod("http-01").round();
        AcmeAuthority asked = asked(settings("http-01"));
        Instant start = Instant.now().plus(Duration.ofDays(20));
        authority.renewals.from = start;
        authority.renewals.within = Duration.ofDays(1);
        Instant middle = start.plus(Duration.ofHours(12));
        assertEquals(
                Optional.of(new Renewal(middle, Optional.empty())), asked.renewal(chain(), middle));
        TreeSet<Instant> drawn = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            drawn.add(asked.renewal(chain(), Instant.now()).orElseThrow().renewFrom());
        }
        assertTrue(drawn.size() > 10, "the same moment again and again");
        assertTrue(
                !drawn.first().isBefore(start.truncatedTo(ChronoUnit.MILLIS))
                        && drawn.last().isBefore(start.plus(Duration.ofDays(1))),
                drawn::toString);
        authority.renewals.askAgain = Duration.ofHours(2);
        Instant again = asked.renewal(chain(), middle).flatMap(Renewal::askAgain).orElseThrow();
        assertEquals(119, Duration.between(Instant.now(), again).toMinutes());
    }

    @Test
    void whatMakesNoSenseAboutRenewalsIsNotCounted() throws Exception {
        authority.looksAt(plain.actualPort(), 0);
        pod("http-01").round();
        Instant planned = Instant.ofEpochMilli(record().renewFrom());
        assertEquals(
                Optional.empty(),
                asked(settings("http-01")).renewal(chain(), planned),
                "an authority that offers nothing");
        authority.renewals.from = Instant.now();
        AcmeAuthority asked = asked(settings("http-01"));
        authority.renewals.within = Duration.ZERO;
        assertEquals(Optional.empty(), asked.renewal(chain(), planned), "an empty window");
        authority.renewals.within = Duration.ofDays(91);
        assertEquals(Optional.empty(), asked.renewal(chain(), planned), "behind its end");
        String own = SelfSigned.create(NAME, Instant.now()).certificate();
        assertEquals(Optional.empty(), asked.renewal(own, planned), "another one's");
        assertEquals(Optional.empty(), asked.renewal("nothing", planned));
    }

    @Test
    void aNameIsProvedByAHandshake() throws Exception {
        authority.looksAt(0, https.actualPort());
        MemoryCertificates looked =
                new MemoryCertificates() {
                    @Override
                    public synchronized CompletionStage<Void> put(PendingChallenge challenge) {
                        PROOFS.replace(List.of(challenge));
                        return super.put(challenge);
                    }
                };
        store = looked;
        pod("tls-alpn-01").round();
        assertEquals(List.of(NAME), served().names());
        assertEquals(
                "CN=localhost",
                TestTls.shown(
                                new Socket(InetAddress.getLoopbackAddress(), https.actualPort()),
                                NAME)
                        .getSubjectX500Principal()
                        .getName());
    }

    @Test
    void whatTheAuthorityDoesNotFindIsToldInItsWords() throws Exception {
        authority.looksAt(https.actualPort(), 0);
        pod("http-01").round();
        assertTrue(
                record().problem().contains("no proof of " + NAME)
                        || record().problem().contains("the page of " + NAME),
                record().problem());
        assertEquals(1, record().failures());
        assertEquals("", record().material());
        assertEquals(List.of(), get(store.challenges()));
    }

    @Test
    void tooManyOrdersAndNamesThatGetNoneWait() throws Exception {
        authority.limitOrders(1);
        names.add("refused.example.org");
        pod("http-01").round();
        assertTrue(record().problem().contains("too many orders"), record().problem());
        long hours =
                Duration.between(Instant.now(), Instant.ofEpochMilli(record().nextAttempt()))
                        .toMinutes();
        assertEquals(119, hours);
        String why = get(store.find("refused.example.org")).orElseThrow().problem();
        assertTrue(why.contains("nobody gives one"), why);
    }

    @Test
    void anAuthorityThatIsAwayIsAskedAgain() throws Exception {
        authority.close();
        pod("http-01").round();
        assertEquals(1, record().failures());
        assertTrue(record().nextAttempt() > Instant.now().toEpochMilli());
    }
}
