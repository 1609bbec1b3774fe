package posthorn.imap.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.imap.grammar.MailboxNames;

/**
 * Patterns of LIST and LSUB (RFC 3501 §6.3.8): {@code *} is anything, {@code %} anything but the
 * delimiter.
 *
 * <p>A pattern that is the modified UTF-7 of something is matched as that. One that is not, such as
 * {@code Entw&A%}, has a wildcard within an encoded run, and is matched with names as they stand on
 * the wire.
 */
final class ListPattern {

    private final List<One> patterns;

    private record One(WildcardMatcher matcher, boolean wire) {}

    /**
     * Patterns below a reference.
     *
     * @param reference Unicode
     * @param patterns as on the wire, of ASCII
     */
    ListPattern(String reference, List<String> patterns) {
        this.patterns = patterns.stream().map(pattern -> one(reference, pattern)).toList();
    }

    private static One one(String reference, String pattern) {
        String wire = MailboxNames.encode(reference) + pattern;
        String unicode = MailboxNames.decode(wire);
        return unicode == null
                ? new One(new WildcardMatcher(MailboxNames.inbox(wire)), true)
                : new One(new WildcardMatcher(unicode), false);
    }

    /** Whether one of the patterns matches a name, which is Unicode. */
    boolean matches(String name) {
        String wire = null;
        boolean inbox = name.equals("INBOX") || name.startsWith("INBOX/");
        for (One pattern : patterns) {
            if (pattern.wire() && wire == null) {
                wire = MailboxNames.encode(name);
            }
            if (pattern.matcher().matches(text(pattern, name, wire), inbox ? 5 : 0)) {
                return true;
            }
        }
        return false;
    }

    private static String text(One pattern, String name, @Nullable String wire) {
        return pattern.wire() && wire != null ? wire : name;
    }
}
