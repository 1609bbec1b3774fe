package posthorn.delivery.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a pod is not asked. */
class PodBreakerTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();
    private final PodBreaker breaker =
            new PodBreaker(
                    new PodBreaker.Limits(3, Duration.ofSeconds(5), Duration.ofSeconds(2)),
                    nanos::get);

    @Test
    void opensAfterFailuresInARowOnly() {
        fail();
        fail();
        answer();
        fail();
        fail();
        assertFalse(breaker.isOpen());
        fail();
        assertTrue(breaker.isOpen());
        assertFalse(breaker.begin());
    }

    @Test
    void triesThePodNowAndThenAndClosesWhenItAnswers() {
        fail();
        fail();
        fail();
        nanos.addAndGet(2 * SECOND);
        assertTrue(breaker.begin(), "one call tries the pod");
        assertFalse(breaker.begin(), "and only one");
        breaker.failed();
        assertFalse(breaker.begin());
        nanos.addAndGet(2 * SECOND);
        assertTrue(breaker.begin());
        breaker.answered();
        assertTrue(breaker.begin());
    }

    @Test
    void opensWhenManyWaitAndNobodyIsAnswered() {
        long began = nanos.get();
        begin(3);
        nanos.addAndGet(4 * SECOND);
        assertFalse(breaker.stalled(began));
        nanos.addAndGet(SECOND);
        assertTrue(breaker.stalled(began));
        assertTrue(breaker.isOpen());
    }

    @Test
    void oneSlowCallSaysNothing() {
        long began = nanos.get();
        begin(2);
        nanos.addAndGet(60 * SECOND);
        assertFalse(breaker.stalled(began));
        assertFalse(breaker.isOpen());
    }

    @Test
    void callThatIsAnsweredBesideSaysThatThePodIsThere() {
        long began = nanos.get();
        begin(4);
        nanos.addAndGet(4 * SECOND);
        breaker.answered();
        nanos.addAndGet(4 * SECOND);
        assertFalse(breaker.stalled(began));
    }

    private void begin(int calls) {
        for (int i = 0; i < calls; i++) {
            assertTrue(breaker.begin());
        }
    }

    private void fail() {
        assertTrue(breaker.begin());
        breaker.failed();
    }

    private void answer() {
        assertTrue(breaker.begin());
        breaker.answered();
    }
}
