package posthorn.delivery.reports;

import java.time.Duration;
import java.time.Instant;

/**
 * Who reports to whom about which day.
 *
 * @param organization that reports: its domain
 * @param contact address of it
 * @param domain that is reported about and to
 * @param day since 1970, UTC
 * @param id the same for the same report, whoever makes it
 */
record ReportEnvelope(String organization, String contact, String domain, long day, String id) {

    /** When the day begins. */
    Instant begin() {
        return Instant.EPOCH.plus(Duration.ofDays(day));
    }

    /** When the next one begins. */
    Instant end() {
        return begin().plus(Duration.ofDays(1));
    }
}
