package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;

/** Documents that another release wrote are read by this one. */
class QueueDocumentsTest {

    @Test
    void documentOfTheFirstReleaseIsRead() {
        QueuedMessage message = QueueDocuments.read(written());
        assertTrue(message.destinations().getFirst().claim().orElseThrow().endingData());
        assertTrue(message.recipients().getFirst().delayNotified());
        assertEquals(List.of("n1"), message.produced());
        assertFalse(message.pending().getFirst().sealed());
        assertEquals(3, message.left());
    }

    @Test
    void fieldsThatTheFirstReleaseReadsAreWritten() {
        Document again = QueueDocuments.write(QueueDocuments.read(written()));
        assertTrue(again.keySet().containsAll(written().keySet()));
        for (String list : List.of("recipients", "destinations", "pending")) {
            Set<String> old = written().getList(list, Document.class).getFirst().keySet();
            Set<String> now = again.getList(list, Document.class).getFirst().keySet();
            assertTrue(now.containsAll(old), list + " has " + now + ", wanted " + old);
        }
    }

    @Test
    void fieldsOfANewerReleaseArePassedOver() {
        Document newer = written().append("of_the_future", 1);
        for (String list : List.of("recipients", "destinations", "pending")) {
            newer.getList(list, Document.class).getFirst().append("of_the_future", "x");
        }
        assertEquals(QueueDocuments.read(written()), QueueDocuments.read(newer));
    }

    @Test
    void typesOfFieldsAreThoseOfTheFirstRelease() {
        Document again = QueueDocuments.write(QueueDocuments.read(written()));
        assertSameTypes(written(), again);
        for (String list : List.of("recipients", "destinations", "pending")) {
            assertSameTypes(
                    written().getList(list, Document.class).getFirst(),
                    again.getList(list, Document.class).getFirst());
        }
    }

    private static void assertSameTypes(Document former, Document now) {
        former.forEach((field, value) -> {
            if (!(value instanceof List)) {
                assertInstanceOf(value.getClass(), now.get(field), field);
            }
        });
    }

    /** As the first release wrote it. */
    private static Document written() {
        AcceptedMail mail =
                AcceptedMail.newBuilder()
                        .setId("m1")
                        .addRecipients(MailRecipient.newBuilder().setAddress("a@far.test"))
                        .build();
        return new Document("_id", "m1")
                .append("mail", new Binary(mail.toByteArray()))
                .append("created", 1000L)
                .append("open", true)
                .append("left", 3)
                .append(
                        "recipients",
                        List.of(
                                new Document("destination", 0)
                                        .append("state", "WAITING")
                                        .append("attempts", 2)
                                        .append("noticed", true)
                                        .append("tried", List.of())))
                .append(
                        "destinations",
                        List.of(
                                new Document("key", "far.test")
                                        .append("next", Long.MAX_VALUE)
                                        .append("token", "t1")
                                        .append("worker", "w/1")
                                        .append("dotted", true)
                                        .append("recorded", "t0")
                                        .append("attempts", 2)
                                        .append("maybeTwice", 0)))
                .append(
                        "pending",
                        List.of(
                                new Document("id", "n2")
                                        .append("kind", "DELAY")
                                        .append("ordinals", List.of(0))
                                        .append("at", 2000L)))
                .append("followed", List.of("n1"))
                .append("transit", "body-m1");
    }
}
