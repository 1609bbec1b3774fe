package posthorn.mailbox.account;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules for the names of mailboxes: levels separated by "/", UTF-8 in Unicode normal form C; INBOX
 * without regard to case, also as the first level of a longer name (RFC 3501 §5.1).
 */
public final class MailboxName {
    /** The mailbox that every account has. */
    public static final String INBOX = "INBOX";

    /** What stands between two levels. */
    public static final char SEPARATOR = '/';

    private MailboxName() {}

    /**
     * The name as the account keeps it. Idempotent; says nothing about whether the name may be
     * used.
     */
    public static String folded(String name) {
        var normal = Normalizer.normalize(name, Normalizer.Form.NFC);
        if (normal.length() > 1 && normal.charAt(normal.length() - 1) == SEPARATOR) {
            normal = normal.substring(0, normal.length() - 1);
        }
        boolean inbox =
                normal.regionMatches(true, 0, INBOX, 0, INBOX.length())
                        && (normal.length() == INBOX.length()
                                || normal.charAt(INBOX.length()) == SEPARATOR);
        return inbox ? INBOX + normal.substring(INBOX.length()) : normal;
    }

    /** Whether a folded name may be given to a mailbox. */
    static boolean isValid(String name, AccountLimits limits) {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > limits.nameOctets()) {
            return false;
        }
        var levels = name.split("/", -1);
        if (levels.length > limits.levels()) {
            return false;
        }
        for (var level : levels) {
            if (level.isEmpty()) {
                return false;
            }
        }
        return name.codePoints().allMatch(MailboxName::isAllowed);
    }

    /** Wildcards of LIST may stand in a name, too: other servers have such names. */
    private static boolean isAllowed(int c) {
        return !Character.isISOControl(c) && !isSurrogate(c);
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** Names of the levels above, topmost first. */
    static List<String> parents(String name) {
        var parents = new ArrayList<String>();
        for (int at = name.indexOf(SEPARATOR); at >= 0; at = name.indexOf(SEPARATOR, at + 1)) {
            parents.add(name.substring(0, at));
        }
        return parents;
    }

    /** What every name below this one begins with. */
    static String prefix(String name) {
        return name + SEPARATOR;
    }
}
