package posthorn.delivery.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;

/** What strangers write stays within its field of its line. */
class EventLogLineTest {

    private static final String HOSTILE = "a\r\nid=1 DELIVERED\u001b[2J\u009b\u202e\u2028\0b";

    @Test
    void hostileOctetsInAnyFieldMakeNoLineAndSteerNoTerminal() {
        String line =
                KafkaEventLog.line(
                        DeliveryEvent.newBuilder()
                                .setMessageId(HOSTILE)
                                .setKind(EventKind.DEFERRED)
                                .setReversePath(HOSTILE)
                                .setRecipient(HOSTILE)
                                .setHost(HOSTILE)
                                .setStatus(HOSTILE)
                                .setReply(HOSTILE + "\"")
                                .build());
        assertTrue(line.chars().noneMatch(Character::isISOControl), line);
        assertEquals(-1, line.indexOf('\u202e'));
        assertEquals(-1, line.indexOf('\u2028'));
        assertEquals(6, line.split("id=1 DELIVERED", -1).length - 1);
        assertTrue(line.endsWith("'\""), line);
    }

    @Test
    void plainFieldsStandAsTheyAre() {
        assertEquals(
                "id=m1 RELAYED from=<a@near.test> to=<b@far.test> size=10"
                        + " host=mx.far.test[192.0.2.1]:25 status=2.0.0 latency=5ms"
                        + " reply=\"250 2.0.0 grüße\"",
                KafkaEventLog.line(
                        DeliveryEvent.newBuilder()
                                .setMessageId("m1")
                                .setKind(EventKind.RELAYED)
                                .setReversePath("a@near.test")
                                .setRecipient("b@far.test")
                                .setSize(10)
                                .setHost("mx.far.test[192.0.2.1]:25")
                                .setStatus("2.0.0")
                                .setLatency(5)
                                .setReply("250 2.0.0 grüße")
                                .build()));
    }
}
