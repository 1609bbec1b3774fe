package posthorn.delivery.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueuedBody;

/** The octets of queued messages. */
class TransitBodyStreamsTest {

    private final MailboxPod pod = new MailboxPod();
    private final TransitBodyStreams bodies = new TransitBodyStreams(pod, Duration.ofMinutes(1));

    @AfterEach
    void close() {
        pod.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 262_143, 262_144, 262_145, 524_288, 1_000_000})
    void everyOctetComesOnceAndInOrder(int size) throws Exception {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        pod.transit.put("t", ByteString.copyFrom(octets));
        assertArrayEquals(octets, all(bodies.open(new QueuedBody.Transit("t"))));
        assertArrayEquals(
                octets, all(bodies.open(new QueuedBody.Inline(ByteString.copyFrom(octets)))));
        byte[] head = bodies.head(new QueuedBody.Transit("t"), 70_000);
        assertArrayEquals(java.util.Arrays.copyOf(octets, Math.min(size, 70_000)), head);
    }

    @Test
    void bodyThatCannotBeReadIsLostWithASentence() {
        ContentLost gone =
                assertThrows(
                        ContentLost.class, () -> bodies.open(new QueuedBody.Transit("no")).next());
        assertEquals("the mailbox service could not do it now", gone.getMessage());
        assertThrows(ContentLost.class, () -> bodies.open(new QueuedBody.Gone()));
        assertThrows(AnswerLost.class, () -> bodies.head(new QueuedBody.Transit("no"), 10));
    }

    @Test
    void bodiesAreListedInPagesAndDropped() {
        for (String name : List.of("a", "b", "c")) {
            pod.transit.put(name, ByteString.EMPTY);
        }
        var page = bodies.storedBefore(1000, "", 2);
        assertEquals(List.of("a", "b"), page.stream().map(b -> b.name()).toList());
        assertEquals("of b", page.getLast().message());
        assertEquals(1, bodies.storedBefore(1000, page.getLast().next(), 2).size());
        bodies.drop("b");
        bodies.drop("b");
        assertEquals(Set.of("a", "c"), pod.transit.keySet());
        pod.failure = Optional.of(Status.UNAVAILABLE);
        assertThrows(AnswerLost.class, () -> bodies.drop("a"));
        assertThrows(AnswerLost.class, () -> bodies.storedBefore(1000, "", 2));
    }

    private static byte[] all(MessageContent content) throws ContentLost {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (var chunk = content.next(); chunk.isPresent(); chunk = content.next()) {
            octets.writeBytes(chunk.get());
        }
        return octets.toByteArray();
    }
}
