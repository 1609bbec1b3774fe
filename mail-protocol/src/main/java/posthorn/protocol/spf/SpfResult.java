package posthorn.protocol.spf;

import java.util.Locale;

/** The result of a check (RFC 7208 §2.6). */
public enum SpfResult {
    /** No domain could be checked, or it has no record. */
    NONE,
    /** The owner says nothing about this host. */
    NEUTRAL,
    /** The host may send for the domain. */
    PASS,
    /** It may not. */
    FAIL,
    /** It probably may not. */
    SOFTFAIL,
    /** DNS could not be asked now. */
    TEMPERROR,
    /** The records of the domain cannot be understood. */
    PERMERROR;

    /** As it stands in header fields: {@code softfail}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
