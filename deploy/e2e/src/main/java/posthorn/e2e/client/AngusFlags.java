package posthorn.e2e.client;

import jakarta.mail.Flags;
import java.util.Map;

/** Names of system flags as IMAP writes them (RFC 3501 §2.3.2). */
public final class AngusFlags {
    private static final Map<Flags.Flag, String> NAMES =
            Map.of(
                    Flags.Flag.ANSWERED, "\\Answered",
                    Flags.Flag.DELETED, "\\Deleted",
                    Flags.Flag.DRAFT, "\\Draft",
                    Flags.Flag.FLAGGED, "\\Flagged",
                    Flags.Flag.RECENT, "\\Recent",
                    Flags.Flag.SEEN, "\\Seen");

    private AngusFlags() {}

    /** Name of a flag. */
    public static String name(Flags.Flag flag) {
        return NAMES.getOrDefault(flag, "\\*");
    }
}
