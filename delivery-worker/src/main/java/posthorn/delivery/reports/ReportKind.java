package posthorn.delivery.reports;

import java.util.Locale;

/** What a report is about. */
public enum ReportKind {
    /** TLS with the hosts of a domain (RFC 8460). */
    TLS,
    /** Mail in the name of a domain (RFC 9990). */
    DMARC;

    /** As it is stored and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
