package posthorn.runtime.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

final class EventProducerTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private static MockProducer<String, byte[]> log(boolean answers) {
        return new MockProducer<>(
                answers,
                new RoundRobinPartitioner(),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @Test
    void eventsReachTheLogUnderTheirKeys() {
        MockProducer<String, byte[]> log = log(true);
        try (EventProducer events = new EventProducer(log, 100, metrics)) {
            events.send("a", new byte[] {1});
            events.send("b", new byte[] {2});
        }
        assertEquals("a", log.history().getFirst().key());
        assertEquals(Topics.EVENTS, log.history().getFirst().topic());
        assertEquals(2, log.history().size());
        assertEquals(0, held());
    }

    @Test
    void eventThatTheLogDidNotTakeIsSentAgain() {
        MockProducer<String, byte[]> log = log(false);
        try (EventProducer events = new EventProducer(log, 100, metrics)) {
            events.send("a", new byte[] {1});
            await().until(() -> log.errorNext(new TimeoutException("away")));
            await().until(log::completeNext);
            await().until(() -> held() == 0);
        }
        assertEquals(2, log.history().size());
        assertEquals(0, dropped());
    }

    @Test
    void eventThatWillNeverBeTakenIsDropped() {
        MockProducer<String, byte[]> log = log(false);
        try (EventProducer events = new EventProducer(log, 100, metrics)) {
            events.send("a", new byte[] {1});
            await().until(() -> log.errorNext(new RecordTooLargeException("too large")));
            await().until(() -> held() == 0);
        }
        assertEquals(1, dropped());
    }

    @Test
    void nobodyWaitsWhileTheLogIsAway() {
        MockProducer<String, byte[]> log = log(false);
        EventProducer events = new EventProducer(log, 100, metrics);
        for (int i = 0; i < 10_000; i++) {
            events.send("a", new byte[] {1});
        }
        assertTrue(held() <= 100 + 500 && dropped() >= 10_000 - 600);
        Thread closing = Thread.ofVirtual().start(events::close);
        await().until(() -> {
            completeAll(log);
            return !closing.isAlive();
        });
        assertEquals(0, held());
    }

    private static void completeAll(MockProducer<String, byte[]> log) {
        boolean more = log.completeNext();
        while (more) {
            more = log.completeNext();
        }
    }

    private double held() {
        return metrics.get("posthorn.held").tag("thing", "delivery_events").gauge().value();
    }

    private double dropped() {
        return metrics.get("posthorn.events.dropped").counter().count();
    }
}
