package posthorn.delivery.reports;

/**
 * How often the same happened on one day.
 *
 * @param domain that the report goes to, folded
 * @param day since 1970, UTC
 * @param row what happened, as JSON; equal texts are the same
 */
public record CountedRow(ReportKind kind, long day, String domain, String row, long count) {}
