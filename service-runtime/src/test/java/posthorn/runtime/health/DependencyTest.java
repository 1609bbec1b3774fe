package posthorn.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DependencyTest {

    private static final Logger LOG = Logger.getLogger(Dependency.class.getName());

    private final AtomicLong nanos = new AtomicLong();
    private final Dependencies all =
            new Dependencies(Duration.ofHours(1), Duration.ofMinutes(1), nanos::get);
    private final Dependency kafka = all.named("kafka");
    private final List<String> logged = new ArrayList<>();
    private final Handler listening =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    logged.add(line.getLevel() + " " + line.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        LOG.addHandler(listening);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(listening);
    }

    @Test
    void itsStateIsToldInWords() {
        assertEquals("was not asked yet", kafka.state());
        assertFalse(kafka.isThere());
        kafka.away("connection\r\nrefused");
        pass(Duration.ofSeconds(90));
        kafka.away("connection refused");
        assertEquals("does not answer for 90 s: connection refused", kafka.state());
        kafka.answers();
        assertTrue(kafka.isThere());
        assertEquals(Map.of("kafka", "answers"), all.states());
    }

    @Test
    void theLogIsToldAtABoundedRate() {
        for (int second = 0; second < 150; second++) {
            kafka.away("nobody listens");
            pass(Duration.ofSeconds(1));
        }
        kafka.answers();
        kafka.answers();
        assertEquals(4, logged.size(), logged::toString);
        assertTrue(logged.getFirst().contains("nobody listens"), logged::toString);
        assertTrue(logged.get(1).contains("for 60 s"), logged::toString);
        assertTrue(logged.getLast().contains("kafka answers, after 150 s"), logged::toString);
    }

    @Test
    void aFailedQuestionSaysWhyByItsInnermostCause() throws InterruptedException {
        Dependencies.ask(
                kafka,
                () -> {
                    throw new IllegalStateException("outer", new IOException("no such host\nmore"));
                });
        assertEquals("does not answer for 0 s: no such host", kafka.state());
        Dependencies.ask(kafka, () -> {});
        assertEquals("answers", kafka.state());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
