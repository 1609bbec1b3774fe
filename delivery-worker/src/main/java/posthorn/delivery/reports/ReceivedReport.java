package posthorn.delivery.reports;

import java.util.List;

/**
 * A report of somebody else on a domain of ours.
 *
 * @param id that its maker gave it
 * @param domain that it is about, folded
 * @param organization that made it
 * @param contact of it
 * @param begin of the time that it is about, seconds since 1970
 * @param end of it
 * @param passed sessions or messages where everything was right
 * @param failed those where something was not
 * @param received milliseconds since 1970
 * @param rows what happened, the most frequent first, in words
 */
public record ReceivedReport(
        ReportKind kind,
        String id,
        String domain,
        String organization,
        String contact,
        long begin,
        long end,
        long passed,
        long failed,
        long received,
        List<Row> rows) {

    /**
     * One kind of session or message.
     *
     * @param count how many
     * @param passed whether everything was right
     * @param source address of the host, of theirs for mail and of ours for TLS; empty: not said
     * @param words what it was
     */
    public record Row(long count, boolean passed, String source, String words) {}

    public ReceivedReport {
        rows = List.copyOf(rows);
    }
}
