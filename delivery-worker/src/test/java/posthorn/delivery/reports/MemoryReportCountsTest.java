package posthorn.delivery.reports;

/** Counts in memory keep the promises, so that tests over them mean something. */
class MemoryReportCountsTest extends ReportCountsContract {

    @Override
    protected ReportCounts counts() {
        return new MemoryReportCounts();
    }
}
