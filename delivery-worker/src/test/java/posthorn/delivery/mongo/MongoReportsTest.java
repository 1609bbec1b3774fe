package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import posthorn.delivery.reports.ReceivedReport;
import posthorn.delivery.reports.ReceivedReports;
import posthorn.delivery.reports.ReportCounts;
import posthorn.delivery.reports.ReportCountsContract;
import posthorn.delivery.reports.ReportKind;

/** Counts for reports, and reports of others, in MongoDB, over the real driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoReportsTest extends ReportCountsContract {

    private final TestStore store = TestStore.start();
    private QueueDatabase database = store.fresh();

    @Override
    protected ReportCounts counts() {
        return fresh().reportCounts();
    }

    private QueueDatabase fresh() {
        database.close();
        database = store.fresh();
        return database;
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    @AfterAll
    void end() {
        store.close();
    }

    @Test
    void reportsOfOthersAreKeptOnceAndComeLatestFirst() {
        ReceivedReports reports = fresh().receivedReports();
        ReceivedReport first = report("1", 1000);
        ReceivedReport second = report("2", 2000);
        reports.put(first);
        reports.put(second);
        reports.put(first);
        assertEquals(List.of(second, first), reports.of("a.test", 10));
        assertEquals(List.of(second), reports.of("a.test", 1));
        assertEquals(List.of(), reports.of("b.test", 10));
        reports.expire(2000);
        assertEquals(List.of(second), reports.of("a.test", 10));
    }

    private static ReceivedReport report(String id, long received) {
        return new ReceivedReport(
                ReportKind.DMARC,
                id,
                "a.test",
                "other.test",
                "postmaster@other.test",
                1,
                2,
                3,
                4,
                received,
                List.of(new ReceivedReport.Row(4, false, "192.0.2.1", "why")));
    }
}
