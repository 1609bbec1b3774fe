package posthorn.ingress.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final RateLimit HUNDRED = new RateLimit(LimitedEvent.MESSAGE, 100, HOUR);
    private static final Subject CLIENT = Subject.client("192.0.2.1");

    private final AtomicInteger woken = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-28T10:30:00Z");
    private final RateLimits limits = pod();

    private RateLimits pod() {
        return new RateLimits(1000, () -> now, woken::incrementAndGet);
    }

    private static int taken(RateLimits pod, RateLimit limit, int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += pod.count(limit, CLIENT).isEmpty() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void asManyAreTakenAsTheLimitSaysAndTheTimeIsTold() {
        assertEquals(100, taken(limits, HUNDRED, 150));
        assertEquals(
                Optional.of(new Excess(HUNDRED, Duration.ofMinutes(30))),
                limits.count(HUNDRED, CLIENT));
        assertTrue(limits.count(HUNDRED, Subject.client("192.0.2.2")).isEmpty());
        now = now.plus(Duration.ofMinutes(30));
        assertEquals(100, taken(limits, HUNDRED, 150));
    }

    @Test
    void aLimitOfNoneLimitsNothing() {
        assertEquals(500, taken(limits, new RateLimit(LimitedEvent.MESSAGE, 0, HOUR), 500));
        assertEquals(0, limits.subjects());
    }

    @Test
    void usualClientsAreReportedToNobody() {
        for (int client = 0; client < 200; client++) {
            for (int i = 0; i < 9; i++) {
                limits.count(HUNDRED, Subject.client("198.51.100." + client));
            }
        }
        assertEquals(0, woken.get());
        assertEquals(List.of(), limits.takeReports(100));
    }

    @Test
    void aTenthOfALimitIsReportedTogether() {
        taken(limits, HUNDRED, 10);
        assertEquals(1, woken.get());
        taken(limits, HUNDRED, 5);
        assertEquals(1, woken.get());
        assertEquals(List.of(new LimitReport(HUNDRED, CLIENT, 15)), limits.takeReports(100));
        assertFalse(limits.hasReports());
    }

    /** A store that counts, for pods that report at once. */
    private static final class Store {
        private final Map<Subject, Long> counts = new HashMap<>();
        private int calls;

        void takeFrom(RateLimits pod, Duration left) {
            List<LimitReport> reports = pod.takeReports(100);
            calls += reports.isEmpty() ? 0 : 1;
            for (LimitReport report : reports) {
                long total = counts.merge(report.subject(), report.more(), Long::sum);
                pod.answered(report, total, left);
            }
        }
    }

    @Test
    void podsTogetherKeepTheLimitButForATenthEach() {
        Store store = new Store();
        List<RateLimits> pods = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pods.add(pod());
        }
        int taken = 0;
        for (int i = 0; i < 400; i++) {
            for (RateLimits pod : pods) {
                taken += taken(pod, HUNDRED, 1);
                store.takeFrom(pod, Duration.ofMinutes(30));
            }
        }
        assertTrue(taken >= 100 && taken <= 100 + 4 * 10, taken + " were taken");
        assertTrue(store.calls <= 14, store.calls + " calls");
    }

    @Test
    void aPodThatHearsOfTooManyElsewhereTakesNoMore() {
        taken(limits, HUNDRED, 10);
        LimitReport report = limits.takeReports(100).getFirst();
        limits.answered(report, 100, Duration.ofMinutes(5));
        assertEquals(
                Optional.of(new Excess(HUNDRED, Duration.ofMinutes(5))),
                limits.count(HUNDRED, CLIENT));
        now = now.plus(Duration.ofMinutes(5));
        assertTrue(limits.count(HUNDRED, CLIENT).isEmpty());
    }

    @Test
    void aReportThatComesTooLateForItsTimeIsNotTheLast() {
        taken(limits, HUNDRED, 10);
        now = now.plus(Duration.ofMinutes(30));
        assertEquals(List.of(), limits.takeReports(100));
        taken(limits, HUNDRED, 10);
        assertEquals(2, woken.get());
        assertEquals(List.of(new LimitReport(HUNDRED, CLIENT, 10)), limits.takeReports(100));
    }

    @Test
    void whileNobodyCanBeToldThePodsOwnCountsHold() {
        int taken = 0;
        for (int i = 0; i < 200; i++) {
            taken += taken(limits, HUNDRED, 1);
            limits.takeReports(100).forEach(limits::failed);
        }
        assertEquals(100, taken);
    }

    @Test
    void whatCouldNotBeToldIsToldWithTheNextEvent() {
        taken(limits, HUNDRED, 10);
        limits.failed(limits.takeReports(100).getFirst());
        assertEquals(List.of(), limits.takeReports(100));
        taken(limits, HUNDRED, 1);
        assertEquals(11, limits.takeReports(100).getFirst().more());
    }

    @Test
    void aReportOfAWindowThatIsOverSaysNothingOfTheNext() {
        taken(limits, HUNDRED, 10);
        LimitReport report = limits.takeReports(100).getFirst();
        now = now.plus(HOUR);
        assertTrue(limits.count(HUNDRED, CLIENT).isEmpty());
        limits.answered(report, 100, Duration.ofSeconds(1));
        assertTrue(limits.count(HUNDRED, CLIENT).isEmpty());
    }

    @Test
    void subjectsAreBounded() {
        RateLimits few = new RateLimits(100, () -> now, () -> {});
        for (int i = 0; i < 10_000; i++) {
            few.count(HUNDRED, Subject.client("10.0." + i / 256 + "." + i % 256));
        }
        assertTrue(few.subjects() <= 100, few.subjects() + " subjects");
    }

    @Test
    void manyThreadsTakeNoMoreThanTheLimit() throws InterruptedException {
        RateLimit limit = new RateLimit(LimitedEvent.CONNECTION, 1000, HOUR);
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        taken.addAndGet(taken(limits, limit, 500));
                        done.countDown();
                    });
        }
        done.await();
        assertEquals(1000, taken.get());
    }
}
