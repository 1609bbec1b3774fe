package posthorn.imap.session;

import java.util.Locale;

/** How a command ended (RFC 3501 §7.1). */
public enum CompletionStatus {
    OK,
    NO,
    BAD;

    /** As it stands in metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
