package posthorn.delivery.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import posthorn.delivery.queue.AnswerLost;

/** Counting in memory on the way to the store. */
class ResultCounterTest {

    private static final Instant NOW = Instant.parse("2026-06-01T23:59:59Z");
    private static final long DAY = NOW.getEpochSecond() / 86_400;

    private final MemoryReportCounts store = new MemoryReportCounts();
    private final AtomicInteger dropped = new AtomicInteger();
    private final ResultCounter counter =
            new ResultCounter(store, () -> NOW, 2, dropped::incrementAndGet);

    @Test
    void whatTheStoreDoesNotTakeIsCountedOn() {
        counter.count(ReportKind.TLS, "a.test", "x");
        store.away = true;
        assertThrows(AnswerLost.class, counter::flush);
        counter.count(ReportKind.TLS, "a.test", "x");
        store.away = false;
        counter.flush();
        counter.flush();
        assertEquals(2, store.of(ReportKind.TLS, DAY, "a.test", 10).getFirst().count());
        assertEquals(0, counter.rows());
    }

    @Test
    void rowsInMemoryAreBounded() {
        counter.count(ReportKind.TLS, "a.test", "x");
        counter.count(ReportKind.TLS, "b.test", "x");
        counter.count(ReportKind.TLS, "c.test", "x");
        counter.count(ReportKind.TLS, "a.test", "x");
        assertEquals(1, dropped.get());
        assertEquals(2, counter.rows());
    }
}
