package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posthorn.e2e.sink.SinkOptions;
import posthorn.e2e.site.RemoteHost;
import posthorn.e2e.site.Site;
import posthorn.e2e.system.MailSystem.Use;

/** {@code posthorn doctor}, as an operator runs it, against a running system. */
class DoctorTest {

    private static final Map<String, Use> PORTS =
            Map.of(
                    "smtp", Use.SMTP,
                    "submission", Use.SUBMISSION,
                    "submissions", Use.SUBMISSIONS,
                    "imap", Use.IMAP,
                    "imaps", Use.IMAPS,
                    "pop3", Use.POP3,
                    "pop3s", Use.POP3S);

    private final Site site = Site.standalone();

    @Test
    void saysWhatIsWrongAndThatAMessageGoesThereAndBack() throws Exception {
        String domain = site.newDomain();
        site.zones().mx(domain, 10, "mx.posthorn.test");
        site.admin().texts(domain).forEach((name, text) -> site.zones().txt(name, text));
        try (RemoteHost other = site.newHost(SinkOptions.modern())) {
            String probe = other.address("x").substring(2);
            JsonNode report = doctor(domain, probe);
            Map<String, String> levels = new TreeMap<>();
            for (JsonNode finding : report.path("findings")) {
                levels.put(
                        finding.path("subject").asText() + " " + finding.path("key").asText(),
                        finding.path("level").asText());
            }
            String shown = report.toPrettyString();
            assertEquals("GOOD", levels.get(domain + " MX dns.good"), shown);
            assertEquals("GOOD", levels.get(domain + " TXT dns.good"), shown);
            assertEquals("GOOD", levels.get("_dmarc." + domain + " TXT dns.good"), shown);
            assertEquals("GOOD", levels.get("submissions mail.sent"), shown);
            assertEquals("GOOD", levels.get("imaps mail.read"), shown);
            assertEquals("GOOD", levels.get("pop3s mail.read"), shown);
            assertEquals("ADVICE", levels.get("MongoDB database.embedded"), shown);
            assertEquals("GOOD", levels.get("MongoDB database.concern-good"), shown);
            assertEquals(7, count(report, "port.good"), shown);
            assertEquals(1, count(report, "outgoing.good"), shown);
            assertTrue(count(report, "certificate.self-signed") >= 1, shown);
            assertEquals(false, report.path("good").asBoolean(true), shown);
        }
    }

    private static int count(JsonNode report, String key) {
        int count = 0;
        for (JsonNode finding : report.path("findings")) {
            count += finding.path("key").asText().equals(key) ? 1 : 0;
        }
        return count;
    }

    private JsonNode doctor(String domain, String probe) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "posthorn.launcher.Posthorn",
                                "doctor",
                                domain,
                                "--json",
                                "--resolver=" + site.dns().address(),
                                "--address=127.0.0.1",
                                "--clock=http://127.0.0.1:"
                                        + site.port(Use.MAILBOX_MANAGEMENT)
                                        + "/q/health/live",
                                "--probe=" + probe,
                                "--url=http://127.0.0.1:" + site.port(Use.MAILBOX_HTTP),
                                "--token-file=" + site.system().adminToken()));
        PORTS.forEach((name, use) ->
                command.add(String.format(Locale.ROOT, "--port=%s=%d", name, site.port(use))));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        JsonNode report = new ObjectMapper().readTree(process.getInputStream());
        assertEquals(1, process.waitFor(), "the certificate is self-signed: that is wrong");
        return report;
    }
}
