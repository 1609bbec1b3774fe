package posthorn.ingress.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.ScanResult.Finding;
import posthorn.ingress.session.ScanResult.Outcome;

class RspamdTest {
    private HttpServer server;
    private volatile String answer = "{}";
    private volatile int status = 200;
    private volatile Headers headers = new Headers();
    private volatile byte[] body = {};
    private Rspamd rspamd;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/checkv2", this::answer);
        server.start();
        rspamd = rspamd(true);
    }

    private Rspamd rspamd(boolean field) {
        return new Rspamd(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                10_000_000,
                Map.of(
                        "reject", Treatment.REJECT,
                        "soft reject", Treatment.DEFER,
                        "add header", Treatment.JUNK),
                field,
                Duration.ofSeconds(10));
    }

    private void answer(HttpExchange exchange) throws IOException {
        headers = exchange.getRequestHeaders();
        body = exchange.getRequestBody().readAllBytes();
        byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @AfterEach
    void stop() {
        rspamd.close();
        server.stop(0);
    }

    private Finding scan(String text) throws IOException {
        AcceptedMessage message = TestMessage.of(text);
        return rspamd.scan(message, TestMessage.content(message));
    }

    @Test
    void theEnvelopeGoesAsFieldsAndTheMessageAsItIs() throws IOException {
        answer = "{\"action\":\"no action\",\"score\":1.25,\"required_score\":15}";
        String text = "0123456789".repeat(50_000);
        assertEquals(
                new Finding(
                        "rspamd",
                        Outcome.CLEAN,
                        "no action, score 1.3 of 15.0",
                        "X-Spam-Status: No, score=1.3 required=15.0\r\n"),
                scan(text));
        assertEquals("192.0.2.1", headers.getFirst("IP"));
        assertEquals("carol@example.org", headers.getFirst("From"));
        assertEquals(List.of("alice@example.test", "bob@example.test"), headers.get("Rcpt"));
        assertEquals("relay.example.org", headers.getFirst("Helo"));
        assertEquals("00000000000000000000000001", headers.getFirst("Queue-Id"));
        assertEquals("500022", headers.getFirst("Content-Length"));
        assertArrayEquals(
                ("Received: from relay\r\n" + text).getBytes(StandardCharsets.US_ASCII), body);
    }

    @ParameterizedTest
    @CsvSource({
        "reject, SPAM",
        "soft reject, DEFER",
        "add header, JUNK",
        "Add Header, JUNK",
        "greylist, CLEAN",
        "something new, CLEAN"
    })
    void whatFollowsFromAnAction(String action, Outcome outcome) throws IOException {
        answer = "{\"action\":\"" + action + "\",\"score\":9}";
        assertEquals(outcome, scan("text").outcome());
    }

    @Test
    void theFieldNamesTheTestsAndCannotBeBrokenOutOf() throws IOException {
        answer =
                "{\"action\":\"add header\",\"score\":8.1,\"required_score\":15,\"symbols\":"
                        + "{\"R_SPF_FAIL\":{\"score\":1},\"A\\r\\nSubject: x\":{\"score\":0}}}";
        assertEquals(
                List.of(
                        "X-Spam-Status: Yes, score=8.1 required=15.0",
                        "\ttests=R_SPF_FAIL,",
                        "\t A__Subject__x",
                        ""),
                List.of(scan("text").field().split("\r\n", -1)));
        rspamd.close();
        rspamd = rspamd(false);
        assertEquals("", scan("text").field());
    }

    @Test
    void whatIsNoAnswerIsAnError() {
        status = 500;
        assertEquals(
                "rspamd answers with status 500",
                assertThrows(IOException.class, () -> scan("text")).getMessage());
        status = 200;
        answer = "{\"error\":\"no\"}";
        assertThrows(IOException.class, () -> scan("text"));
        answer = "not json";
        assertThrows(IOException.class, () -> scan("text"));
    }
}
