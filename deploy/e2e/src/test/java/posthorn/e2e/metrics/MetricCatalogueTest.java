package posthorn.e2e.metrics;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** What a running system exports stands in {@code docs/metrics.md}, and the other way round. */
class MetricCatalogueTest {

    /** What little traffic does not bring forth; the code has to have them. */
    private static final Set<String> SELDOM =
            Set.of(
                    "posthorn_scan_duration_seconds",
                    "posthorn_blocklist_answers_total",
                    "posthorn_pace_attempts",
                    "posthorn_pace_connections",
                    "posthorn_pace_messages_per_minute",
                    "posthorn_queue_destination_reply_code",
                    "posthorn_tls_certificate_not_after");

    @Test
    void whatIsExportedIsInTheListAndTheOtherWayRound() throws Exception {
        MetricCatalogue catalogue = MetricCatalogue.read();
        Site site = Site.standalone();
        traffic(site);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    Set<String> missing = catalogue.missing(series(site));
                    missing.removeAll(SELDOM);
                    assertEquals(Set.of(), missing, "in docs/metrics.md, and not exported");
                });
        assertEquals(
                Set.of(), catalogue.unknown(series(site)), "exported, and not in docs/metrics.md");
    }

    private static void traffic(Site site) throws Exception {
        MailUser alice = site.newPerson("alice");
        alice.send(
                List.of(alice.address()), TestMessages.plain(alice.address(), "what is measured"));
        AngusSmtp.startTls("127.0.0.1", site.port(Use.SMTP, 0))
                .send(
                        "bob@elsewhere.test",
                        List.of(alice.address()),
                        TestMessages.plain("bob@elsewhere.test", "what else is measured"));
        alice.awaitInbox(2);
        assertEquals(2, alice.pop3(0).read().size());
    }

    private static Set<String> series(Site site) {
        Set<String> series = new TreeSet<>();
        for (Use management :
                List.of(
                        Use.MAILBOX_MANAGEMENT,
                        Use.QUEUE_MANAGEMENT,
                        Use.INGRESS_MANAGEMENT,
                        Use.FRONTEND_MANAGEMENT)) {
            series.addAll(
                    MetricCatalogue.series(
                            given().port(site.system().port(management))
                                    .get("/q/metrics")
                                    .asString()));
        }
        return series;
    }

    @Test
    void whatIsSeldomExportedIsInTheCode() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(MetricCatalogue.ROOT)) {
            for (Path file :
                    files.filter(each -> each.toString().contains("/src/main/java/posthorn/"))
                            .filter(each -> each.toString().endsWith(".java"))
                            .toList()) {
                code.append(Files.readString(file));
            }
        }
        for (String name : SELDOM) {
            String dotted = name.replaceAll("_(total|seconds)$", "").replace("_after", "@after");
            String quoted = dotted.replace('_', '.').replace("@after", "_after");
            assertTrue(
                    code.indexOf('"' + quoted + '"') >= 0, () -> quoted + " is nowhere registered");
        }
    }

    @Test
    void aDifferenceIsNoticed() {
        MetricCatalogue catalogue =
                MetricCatalogue.parse(
                        """
                        | `posthorn_a_total` | counter | x | | sum | x |
                        | `posthorn_b_seconds` | histogram | x | tag | sum | x |
                        | `jvm_` | of Java |
                        """);
        Set<String> scrape =
                MetricCatalogue.series(
                        """
                        # TYPE posthorn_b_seconds histogram
                        posthorn_b_seconds_bucket{le="1"} 1.0
                        posthorn_c 1.0
                        jvm_info 1.0
                        """);
        assertEquals(Set.of("posthorn_c"), catalogue.unknown(scrape));
        assertEquals(Set.of("posthorn_a_total"), catalogue.missing(scrape));
        assertEquals(Set.of("posthorn_b_seconds"), catalogue.unknown(Set.of("posthorn_b_seconds")));
    }
}
