package posthorn.delivery.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.delivery.TestDns;
import posthorn.delivery.mtasts.PolicyFetcher.Fetched;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.tlsrpt.TlsResultType;
import posthorn.runtime.net.TestAuthority;

/** Fetching policies over HTTPS (RFC 8461 §3.3), from a host on loopback. */
class HttpsPolicyFetcherTest {

    private static final String POLICY =
            "version: STSv1\nmode: enforce\nmx: mail.far.test\nmax_age: 86400\n";
    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final HttpsHost host = new HttpsHost(vertx, AUTHORITY.issue("mta-sts.far.test"));
    private final TestDns dns =
            new TestDns().a("mta-sts.far.test", "127.0.0.1").a("mta-sts.other.test", "127.0.0.1");
    private Optional<HttpsClient> client = Optional.empty();

    @BeforeEach
    void serve() {
        host.body = Buffer.buffer(POLICY);
    }

    @AfterEach
    void close() {
        client.ifPresent(HttpsClient::close);
        host.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void policyIsFetchedFromItsHost() {
        assertEquals(
                new StsPolicy(StsPolicy.Mode.ENFORCE, Duration.ofDays(1), List.of("mail.far.test")),
                assertInstanceOf(Fetched.Policy.class, fetch("far.test")).policy());
        HttpsHost.Request request = host.requests.getFirst();
        assertEquals("GET", request.method());
        assertEquals("mta-sts.far.test:" + host.port(), request.host());
        assertEquals("/.well-known/mta-sts.txt", request.uri());
    }

    @Test
    void certificateHasToBeForTheHost() {
        assertFailed(TlsResultType.STS_WEBPKI_INVALID, "other.test");
        assertEquals(List.of(), host.requests);
    }

    @Test
    void redirectIsNotFollowed() {
        host.status = 302;
        host.location = "https://mta-sts.far.test:" + host.port() + "/elsewhere";
        assertFailed(TlsResultType.STS_POLICY_FETCH_ERROR, "far.test");
        assertEquals(1, host.requests.size());
    }

    @Test
    void longBodyIsCutOff() {
        host.body = Buffer.buffer(POLICY + "x: ".repeat(30_000));
        assertFailed(TlsResultType.STS_POLICY_FETCH_ERROR, "far.test");
    }

    @Test
    void onlyPlainTextThatIsAPolicyCounts() {
        host.body = Buffer.buffer("hello");
        assertFailed(TlsResultType.STS_POLICY_INVALID, "far.test");
        host.body = Buffer.buffer(POLICY);
        host.type = "text/html";
        assertFailed(TlsResultType.STS_POLICY_INVALID, "far.test");
    }

    @Test
    void hostThatIsNotThereIsAFetchThatFailed() {
        assertFailed(TlsResultType.STS_POLICY_FETCH_ERROR, "nowhere.test");
    }

    @Test
    void nobodyWaitsLongerThanTheLimit() {
        host.silent = true;
        assertFailed(
                TlsResultType.STS_POLICY_FETCH_ERROR,
                fetch("far.test", address -> true, Duration.ofMillis(1500)));
    }

    @Test
    void hostThatDripsIsLetGoOf() throws InterruptedException {
        host.drips = true;
        assertFailed(
                TlsResultType.STS_POLICY_FETCH_ERROR,
                fetch("far.test", address -> true, Duration.ofMillis(1500)));
        assertTrue(host.left.await(20, TimeUnit.SECONDS));
    }

    @Test
    void forbiddenNetworkIsNotAsked() {
        assertFailed(
                TlsResultType.STS_POLICY_FETCH_ERROR,
                fetch("far.test", address -> false, Duration.ofSeconds(20)));
        assertEquals(List.of(), host.requests);
    }

    private Fetched fetch(String domain) {
        return fetch(domain, address -> true, Duration.ofSeconds(20));
    }

    private Fetched fetch(String domain, Predicate<InetAddress> permitted, Duration within) {
        client.ifPresent(HttpsClient::close);
        HttpsClient https =
                new HttpsClient(
                        vertx,
                        dns,
                        permitted,
                        new HttpsClient.Options(
                                host.port(), within, 10, Optional.of(AUTHORITY.writeTo(folder))));
        client = Optional.of(https);
        return new HttpsPolicyFetcher(https).fetch(domain);
    }

    private void assertFailed(TlsResultType type, String domain) {
        assertFailed(type, fetch(domain));
    }

    private static void assertFailed(TlsResultType type, Fetched fetched) {
        assertEquals(type, assertInstanceOf(Fetched.Failed.class, fetched).problem().type());
    }
}
