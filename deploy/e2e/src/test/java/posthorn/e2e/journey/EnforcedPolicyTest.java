package posthorn.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import posthorn.e2e.sink.SinkOptions;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.PolicyHost;
import posthorn.e2e.site.RemoteHost;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;

/** Mail to a domain whose policy is enforced (RFC 8461). */
class EnforcedPolicyTest {

    private final Site site = Site.standalone();

    @Test
    void waitsForAHostWithAGoodCertificateAndGoesThen() throws Exception {
        MailUser alice = site.newPerson("alice");
        SinkOptions options = SinkOptions.modern();
        RemoteHost plain = site.newHost(options);
        String policy = "version: STSv1\nmode: enforce\nmx: " + plain.name() + "\nmax_age: 86400\n";
        String carol = plain.address("carol");
        try (PolicyHost _ = site.newPolicy(plain.domain(), policy)) {
            alice.send(List.of(carol), TestMessages.ugly(alice.address(), "policy"));
            String id = awaitDeferred(alice.address());
            assertEquals(List.of(), plain.server().messages());
            plain.close();
            assertSaid(id);
            try (RemoteHost believed = site.believed(plain, options)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> site.admin().steer(id, "retry").statusCode() == 200);
                believed.await(carol, 1);
            }
        }
    }

    private void assertSaid(String id) {
        List<String> said =
                site.admin().trace(id).stream()
                        .filter(event -> "DEFERRED".equals(event.get("kind")))
                        .map(event -> event.get("status") + " " + event.get("reply"))
                        .toList();
        assertTrue(
                said.getFirst().startsWith("4.7.5 the domain demands TLS by MTA-STS"),
                said::toString);
    }

    private String awaitDeferred(String sender) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () ->
                                site.admin().queue().stream()
                                        .filter(message -> waits(message, sender))
                                        .map(message -> String.valueOf(message.get("id")))
                                        .findFirst()
                                        .orElse(""),
                        found -> !found.isEmpty());
    }

    private boolean waits(Map<String, ?> message, String sender) {
        return Objects.toString(message).contains(sender)
                && site.admin().trace(String.valueOf(message.get("id"))).stream()
                        .anyMatch(event -> "DEFERRED".equals(event.get("kind")));
    }
}
