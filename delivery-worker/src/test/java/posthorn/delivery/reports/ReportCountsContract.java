package posthorn.delivery.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link ReportCounts} promises. */
public abstract class ReportCountsContract {

    private static final long DAY = 20_000;

    /** An empty store. */
    protected abstract ReportCounts counts();

    @Test
    void equalRowsAreCountedTogether() {
        ReportCounts counts = counts();
        counts.add(List.of(row("a.test", "x", 2), row("a.test", "y", 1)));
        counts.add(List.of(row("a.test", "x", 3)));
        assertEquals(
                List.of("x 5", "y 1"),
                counts.of(ReportKind.TLS, DAY, "a.test", 10).stream()
                        .map(row -> row.row() + " " + row.count())
                        .sorted()
                        .toList());
        assertEquals(1, counts.of(ReportKind.TLS, DAY, "a.test", 1).size());
        assertEquals(List.of(), counts.of(ReportKind.DMARC, DAY, "a.test", 10));
        assertEquals(List.of(), counts.of(ReportKind.TLS, DAY + 1, "a.test", 10));
    }

    @Test
    void everyDomainOfADayComesOnce() {
        ReportCounts counts = counts();
        List<String> domains = List.of("a-b.test", "a.test", "a.test.test", "a0.test", "b.test");
        for (String domain : domains) {
            counts.add(List.of(row(domain, "x", 1), row(domain, "y", 1)));
        }
        counts.add(List.of(new CountedRow(ReportKind.TLS, DAY + 1, "later.test", "x", 1)));
        counts.add(List.of(new CountedRow(ReportKind.DMARC, DAY, "other.test", "x", 1)));
        List<String> found = new ArrayList<>();
        Optional<String> next = counts.nextDomain(ReportKind.TLS, DAY, "");
        while (next.isPresent()) {
            found.add(next.get());
            next = counts.nextDomain(ReportKind.TLS, DAY, next.get());
        }
        assertEquals(domains, found.stream().sorted().toList());
    }

    @Test
    void reportIsClaimedByOneUntilItsTimeIsOverAndNeverAgainWhenItIsDone() {
        ReportCounts counts = counts();
        counts.add(List.of(row("a.test", "x", 1)));
        assertTrue(counts.claim(ReportKind.TLS, DAY, "a.test", 1000, 2000));
        assertFalse(counts.claim(ReportKind.TLS, DAY, "a.test", 1500, 2500));
        assertTrue(counts.claim(ReportKind.DMARC, DAY, "a.test", 1500, 2500));
        assertTrue(counts.claim(ReportKind.TLS, DAY, "a.test", 2000, 3000));
        counts.done(ReportKind.TLS, DAY, "a.test", 2100);
        assertFalse(counts.claim(ReportKind.TLS, DAY, "a.test", 9000, 9900));
        assertEquals(Optional.empty(), counts.nextDomain(ReportKind.TLS, DAY, ""));
    }

    @Test
    void oldDaysAreForgotten() {
        ReportCounts counts = counts();
        counts.add(List.of(row("a.test", "x", 1)));
        counts.add(List.of(new CountedRow(ReportKind.DMARC, DAY + 1, "b.test", "x", 1)));
        counts.expire(DAY + 1);
        assertEquals(Optional.empty(), counts.nextDomain(ReportKind.TLS, DAY, ""));
        assertEquals(Optional.of("b.test"), counts.nextDomain(ReportKind.DMARC, DAY + 1, ""));
    }

    private static CountedRow row(String domain, String row, long count) {
        return new CountedRow(ReportKind.TLS, DAY, domain, row, count);
    }
}
