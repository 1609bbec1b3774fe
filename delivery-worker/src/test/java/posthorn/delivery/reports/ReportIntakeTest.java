package posthorn.delivery.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.Authentication;
import posthorn.protocol.wire.DmarcVerdict;
import posthorn.protocol.wire.MailRecipient;

/** Which messages are looked through for a report, and which report is kept. */
class ReportIntakeTest {

    private final List<ReceivedReport> kept = new ArrayList<>();
    private AttemptResult result = Delivered.stored("a1");
    private boolean lost;

    private final ReportIntake intake =
            new ReportIntake(
                    (mail, body, ordinals) -> {
                        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
                        ordinals.forEach(ordinal -> results.put(ordinal, result));
                        return results;
                    },
                    this::open,
                    new Kept(),
                    new ReportReader(10_000, 10),
                    Set.of("postmaster"),
                    5_000,
                    () -> Instant.EPOCH);

    private static String report(String domain) {
        return """
        Content-Type: application/tlsrpt+json

        {"organization-name":"other.test","report-id":"1","policies":[{"policy":{"policy-type":
        "no-policy-found","policy-domain":"%s"},"summary":{"total-successful-session-count":7}}]}
        """
                .formatted(domain);
    }

    @Test
    void reportOnTheDomainOfItsAddressIsKept() {
        deliver("Postmaster@far.test", "far.test", proven());
        assertEquals(1, kept.size());
        assertEquals("far.test", kept.getFirst().domain());
        assertEquals(7, kept.getFirst().passed());
    }

    @Test
    void everythingElseIsNothingButMail() {
        deliver("alice@far.test", "far.test", proven());
        deliver("postmaster@far.test", "other.test", proven());
        deliver("postmaster@far.test", "far.test", AcceptedMail.newBuilder());
        deliver("postmaster@far.test", "far.test\",\"x\":\"" + "x".repeat(6000), proven());
        result = new AttemptResult.Deferred("4.2.2", "", "full", false);
        deliver("postmaster@far.test", "far.test", proven());
        assertEquals(List.of(), kept);
    }

    @Test
    void deliveryStandsWhateverBecomesOfTheReport() {
        lost = true;
        assertEquals(Map.of(0, result), deliver("postmaster@far.test", "far.test", proven()));
    }

    private static AcceptedMail.Builder proven() {
        return AcceptedMail.newBuilder()
                .setAuthentication(
                        Authentication.newBuilder()
                                .addDmarc(
                                        DmarcVerdict.newBuilder()
                                                .setResult("pass")
                                                .setDkimAligned(true)));
    }

    private Map<Integer, AttemptResult> deliver(
            String to, String domain, AcceptedMail.Builder mail) {
        ByteString octets = ByteString.copyFromUtf8(report(domain).replace("\n", "\r\n"));
        mail.setArrival(Arrival.newBuilder().setListener("mx"))
                .addRecipients(MailRecipient.newBuilder().setAddress(to).setAccount("a1"))
                .setSize(octets.size());
        return intake.deliver(mail.build(), new QueuedBody.Inline(octets), List.of(0));
    }

    private MessageContent open(QueuedBody body) throws ContentLost {
        if (lost) {
            throw new ContentLost("away");
        }
        List<byte[]> chunks =
                new ArrayList<>(List.of(((QueuedBody.Inline) body).octets().toByteArray()));
        return () -> chunks.isEmpty() ? Optional.empty() : Optional.of(chunks.removeFirst());
    }

    /** Keeps reports in a list. */
    private final class Kept implements ReceivedReports {
        @Override
        public void put(ReceivedReport report) {
            kept.add(report);
        }

        @Override
        public List<ReceivedReport> of(String domain, int most) {
            return kept;
        }

        @Override
        public void expire(long before) {
            kept.clear();
        }
    }
}
