package posthorn.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A figure of all pods is told by one of them, and by none when another one does. */
class OwnedGaugeTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void itIsThereWhileThisPodTellsIt() {
        OwnedGauge age = OwnedGauge.of(meters, "posthorn.queue.oldest.age", "age", "seconds");
        assertEquals(Map.of(), Figures.of(meters));
        age.show(3);
        age.show(4);
        assertEquals(Map.of("posthorn_queue_oldest_age_seconds", 4.0), Figures.of(meters));
        age.clear();
        assertEquals(Map.of(), Figures.of(meters));
    }

    @Test
    void valuesThatAreNotShownAnyMoreAreGone() {
        OwnedGauge depth = OwnedGauge.of(meters, "posthorn.depth", "depth");
        depth.show("destination", Map.of("a.example", 1.0, "b.example", 2.0));
        depth.show("destination", Map.of("b.example", 5.0));
        assertEquals(1, meters.getMeters().size());
        assertEquals(Map.of("posthorn_depth", 5.0), Figures.of(meters));
    }

    @Test
    void figuresOfOneNameAreAddedUp() {
        Counter.builder("posthorn.mail.refused").tag("reason", "a").register(meters).increment(2);
        Counter.builder("posthorn.mail.refused").tag("reason", "b").register(meters).increment(3);
        Counter.builder("jvm.something").register(meters).increment();
        assertEquals(Map.of("posthorn_mail_refused_total", 5.0), Figures.of(meters));
    }
}
