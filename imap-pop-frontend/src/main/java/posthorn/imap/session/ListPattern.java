package posthorn.imap.session;

import java.util.List;
import posthorn.imap.grammar.MailboxNames;

/**
 * Patterns of LIST (RFC 3501 §6.3.8): {@code *} is anything, {@code %} anything but the delimiter.
 */
final class ListPattern {

    private final List<String> patterns;

    ListPattern(String reference, List<String> patterns) {
        this.patterns =
                patterns.stream().map(pattern -> MailboxNames.inbox(reference + pattern)).toList();
    }

    boolean matches(String name) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    /**
     * One row of the usual table at a time: {@code can[i]} says whether the pattern so far matches
     * the first i characters. So the time is the product of both lengths, whatever the wildcards.
     */
    private static boolean matches(String pattern, String name) {
        boolean inbox = name.equals("INBOX") || name.startsWith("INBOX/");
        boolean[] can = new boolean[name.length() + 1];
        can[0] = true;
        for (int p = 0; p < pattern.length(); p++) {
            char c = pattern.charAt(p);
            boolean[] next = new boolean[name.length() + 1];
            boolean wild = c == '*' || c == '%';
            next[0] = wild && can[0];
            for (int i = 1; i <= name.length(); i++) {
                char n = name.charAt(i - 1);
                next[i] =
                        wild
                                ? can[i] || (next[i - 1] && (c == '*' || n != '/'))
                                : can[i - 1] && same(c, n, inbox && i <= 5);
            }
            can = next;
        }
        return can[name.length()];
    }

    /** INBOX is INBOX in any case (RFC 3501 §5.1). */
    private static boolean same(char pattern, char name, boolean ignoreCase) {
        return pattern == name || (ignoreCase && Character.toUpperCase(pattern) == name);
    }
}
