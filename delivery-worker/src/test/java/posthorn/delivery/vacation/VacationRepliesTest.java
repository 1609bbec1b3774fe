package posthorn.delivery.vacation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.NotifiedSenders;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueuedBodies;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.VacationReply;

/** Which messages are answered, and how (RFC 3834). */
class VacationRepliesTest {

    private static final String PLAIN =
            """
            From: Carol <carol@far.test>
            To: Alice <alice@here.test>
            Cc: x:bob@far.test;
            Message-ID: <1@far.test>
            """
                    .replace("\n", "\r\n");

    private final List<AcceptedMail> produced = new ArrayList<>();
    private final List<List<String>> asked = new ArrayList<>();
    private boolean away;

    private final VacationReplies replies =
            new VacationReplies(
                    (mail, body, ordinals) -> {
                        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
                        ordinals.forEach(ordinal ->
                                results.put(
                                        ordinal,
                                        ordinal == 0
                                                ? Delivered.stored("A")
                                                : new AttemptResult.Held("not stored")));
                        return results;
                    },
                    new Heads(),
                    this::claim,
                    produced::add,
                    NotifiedSenders.PROVEN,
                    "mx.here.test",
                    () -> Instant.EPOCH);

    private static final class Heads implements QueuedBodies {
        @Override
        public byte[] head(QueuedBody body, int limit) {
            byte[] octets = ((QueuedBody.Inline) body).octets().toByteArray();
            return Arrays.copyOf(octets, Math.min(limit, octets.length));
        }

        @Override
        public void drop(QueuedBody body) {}
    }

    private Optional<VacationReply> claim(
            String account, String sender, List<String> addressed, String message) {
        if (away) {
            throw new AnswerLost("away");
        }
        asked.add(addressed);
        return Optional.of(
                VacationReply.newBuilder()
                        .setAddress("alice@here.test")
                        .setSubject("Verreist f\u00fcr lange")
                        .setText("Bis sp\u00e4ter.\nAlice")
                        .build());
    }

    private static AcceptedMail.Builder mail(String sender) {
        return AcceptedMail.newBuilder()
                .setId("abcdefghijklmnopqrstuvwxyz")
                .setReversePath(sender)
                .setArrival(Arrival.newBuilder().setListener("submission").setAccount("C"))
                .addRecipients(
                        MailRecipient.newBuilder().setAddress("alice@here.test").setAccount("A"))
                .addRecipients(
                        MailRecipient.newBuilder().setAddress("bob@here.test").setAccount("B"));
    }

    private void deliver(AcceptedMail mail, String header) {
        QueuedBody body = new QueuedBody.Inline(ByteString.copyFromUtf8(header + "\r\ntext\r\n"));
        assertEquals(2, replies.deliver(mail, body, List.of(0, 1)).size());
    }

    private static String field(byte[] message, String name) {
        HeaderField field = MessageHeader.of(message).first(name);
        return field == null ? "" : field.value();
    }

    @Test
    void replyHasNoSenderAndRefersToTheMessage() {
        deliver(mail("carol@far.test").build(), PLAIN);
        assertEquals(List.of(List.of("alice@here.test", "bob@far.test")), asked);
        AcceptedMail reply = produced.getFirst();
        assertEquals(1, produced.size());
        assertEquals("", reply.getReversePath());
        assertEquals("carol@far.test", reply.getRecipients(0).getAddress());
        assertEquals("internal", reply.getArrival().getListener());
        byte[] octets = reply.getInline().toByteArray();
        assertEquals("<alice@here.test>", field(octets, "From"));
        assertEquals("auto-replied (vacation)", field(octets, "Auto-Submitted"));
        assertEquals("<1@far.test>", field(octets, "In-Reply-To"));
        assertEquals("<1@far.test>", field(octets, "References"));
        assertTrue(
                new String(octets, StandardCharsets.US_ASCII)
                        .endsWith("Bis sp=C3=A4ter.\r\nAlice\r\n"));
    }

    @Test
    void deliveryThatHappensAgainAnswersWithTheSameMessage() {
        deliver(mail("carol@far.test").build(), PLAIN);
        deliver(mail("carol@far.test").build(), PLAIN);
        assertEquals(produced.get(0), produced.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-generated",
                "Auto-Submitted: auto-replied (vacation)",
                "Precedence: Bulk",
                "Precedence: list",
                "List-Id: <l.far.test>",
                "List-Unsubscribe: <mailto:x@far.test>",
                "X-Auto-Response-Suppress: DR, OOF"
            })
    void listsBulkAndAutomaticMailAreNotAnswered(String field) {
        deliver(mail("carol@far.test").build(), PLAIN + field + "\r\n");
        assertEquals(List.of(), produced);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "owner-list@far.test",
                "list-request@far.test",
                "list-bounces@far.test",
                "bounce+123@far.test",
                "MAILER-DAEMON@far.test",
                "no-reply@far.test",
                "noreply-shop@far.test",
                "SRS0=x=y=far.test=carol@other.test"
            })
    void programsAreNotAnswered(String sender) {
        deliver(mail(sender).build(), PLAIN);
        assertEquals(List.of(), produced);
    }

    @Test
    void noIsWhatPeopleMaySay() {
        deliver(mail("carol@far.test").build(), PLAIN + "Auto-Submitted: no\r\n");
        assertEquals(1, produced.size());
    }

    @Test
    void junkOurOwnAndMailForNobodyAreNotAnswered() {
        deliver(mail("carol@far.test").setJunk("spam").build(), PLAIN);
        deliver(
                mail("carol@far.test")
                        .setArrival(Arrival.newBuilder().setListener("internal"))
                        .build(),
                PLAIN);
        deliver(mail("carol@far.test").build(), "From: carol@far.test\r\n");
        assertEquals(List.of(), produced);
    }

    @Test
    void sendersThatMayBeForgedAreNotAnswered() {
        Arrival stranger = Arrival.newBuilder().setListener("mx").build();
        deliver(mail("carol@far.test").setArrival(stranger).build(), PLAIN);
        assertEquals(List.of(), produced);
    }

    @Test
    void whatCannotBeAskedChangesNoDelivery() {
        away = true;
        deliver(mail("carol@far.test").build(), PLAIN);
        assertEquals(List.of(), produced);
    }
}
