package posthorn.protocol.mime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parser of address lists (RFC 5322 §3.4, with what §4.4 still allows).
 *
 * <pre>
 * address-list = (address / group) *("," (address / group))
 * group        = phrase ":" [mailbox-list] ";"
 * address      = [phrase] "&lt;" [route] addr-spec "&gt;" / addr-spec
 * </pre>
 *
 * Nothing is passed over: whatever does not fit becomes an address all the same, so that a reader
 * sees what stands there and a check of the sender cannot be led past it. Words without an
 * {@code @} are a mailbox without a host, words before a bare addr-spec are its name, words after
 * an address are another one; an open quote, comment or bracket ends with the field. A comment
 * after an address that has no name is its name. The work is linear in the length of the value.
 */
public final class AddressList {
    private static final String ENDS_ATOM = " \t\"(),:;<>@";

    private final String in;
    private final int most;
    private final List<Address> found = new ArrayList<>();
    private int at;
    private boolean group;
    private @Nullable String comment;

    /** Where the next closing bracket stands, as far as it was looked for; -1 before that. */
    private int bracket = -1;

    private AddressList(String in, int most) {
        this.in = in;
        this.most = most;
    }

    /**
     * Addresses in an unfolded field value (octets), in order, groups with their start and end.
     * Never throws.
     */
    public static List<Address> parse(String value) {
        return parse(value, Integer.MAX_VALUE);
    }

    /**
     * As {@link #parse(String)}, of at most so many addresses, starts of groups counted and the end
     * of the last group not.
     */
    static List<Address> parse(String value, int most) {
        return new AddressList(value, most).list();
    }

    private List<Address> list() {
        for (skipSpace(); at < in.length() && found.size() < most; skipSpace()) {
            switch (in.charAt(at)) {
                case ',', '>' -> {
                    at++;
                    comment = null;
                }
                case ';' -> {
                    at++;
                    comment = null;
                    endGroup();
                }
                default -> {
                    address();
                    comment = null;
                }
            }
        }
        endGroup();
        return List.copyOf(found);
    }

    private void endGroup() {
        if (group) {
            found.add(Address.groupEnd());
            group = false;
        }
    }

    /** One address, or the start of a group. */
    private void address() {
        String leading = comment;
        List<String> words = new ArrayList<>();
        for (skipSpace(); at < in.length(); skipSpace()) {
            char c = in.charAt(at);
            if (c == '<') {
                angleAddress(words);
                return;
            } else if (c == '@') {
                comment = leading;
                bareAddress(words);
                return;
            } else if (c == ':' && !group) {
                at++;
                found.add(Address.groupStart(String.join(" ", words)));
                group = true;
                return;
            } else if (c == ',' || c == ';' || c == '>') {
                break;
            }
            words.add(c == '"' ? quoted() : atom());
        }
        if (!words.isEmpty()) {
            found.add(new Address(comment, null, String.join(" ", words), ""));
        }
    }

    /** {@code phrase "<" [route] addr-spec ">"}, from the bracket on. */
    private void angleAddress(List<String> words) {
        at++;
        String commentBefore = comment;
        StringBuilder route = new StringBuilder();
        StringBuilder local = new StringBuilder();
        String host = null;
        for (skipSpace(); at < in.length() && in.charAt(at) != '>'; skipSpace()) {
            char c = in.charAt(at);
            if (c == '@') {
                if (host != null) {
                    local.append('@').append(host);
                }
                at++;
                host = domain();
            } else if ((c == ':' || c == ',') && host != null && local.isEmpty()) {
                at++;
                route.append(route.isEmpty() ? "@" : ",@").append(host);
                host = null;
            } else {
                if (host != null) {
                    local.append('@').append(host);
                    host = null;
                }
                local.append(c == '"' ? quoted() : atom());
            }
        }
        at = Math.min(at + 1, in.length());
        comment = commentBefore;
        skipSpace();
        String name = words.isEmpty() ? comment : String.join(" ", words);
        found.add(
                new Address(
                        name,
                        route.isEmpty() ? null : route.toString(),
                        local.toString(),
                        host == null ? "" : host));
    }

    /**
     * {@code local "@" domain}, from the {@code @} on: the last word is the local part, those
     * before it are a name. With an address in brackets behind it, all of it is that one's name:
     * many write it so without quotes.
     */
    private void bareAddress(List<String> words) {
        int first = Math.max(0, words.size() - 1);
        while (first > 0
                && (words.get(first).startsWith(".") || words.get(first - 1).endsWith("."))) {
            first--;
        }
        StringBuilder local = new StringBuilder();
        words.subList(first, words.size()).forEach(local::append);
        at++;
        String commentBefore = comment;
        String host = domain();
        while (at < in.length() && in.charAt(at) == '@') {
            at++;
            local.append('@').append(host);
            host = domain();
        }
        comment = comment == null ? commentBefore : comment;
        skipSpace();
        List<String> before = words.subList(0, first);
        if (at < in.length() && in.charAt(at) == '<') {
            List<String> name = new ArrayList<>(before);
            name.add(local.append('@').append(host).toString());
            angleAddress(name);
            return;
        }
        String name = before.isEmpty() ? comment : String.join(" ", before);
        found.add(new Address(name, null, local.toString(), host));
    }

    /** Domain without the comments and white space that may stand around its dots; may be empty. */
    private String domain() {
        StringBuilder domain = new StringBuilder();
        for (skipSpace(); at < in.length(); skipSpace()) {
            char c = in.charAt(at);
            boolean goesOn =
                    domain.isEmpty() || c == '.' || domain.charAt(domain.length() - 1) == '.';
            if (!goesOn || ENDS_ATOM.indexOf(c) >= 0) {
                break;
            }
            domain.append(atom());
            comment = null;
        }
        return domain.toString();
    }

    /** At least one char, then up to one that ends a word; a domain literal is taken whole. */
    private String atom() {
        int from = at;
        at = in.charAt(at) == '[' ? literalEnd() : at + 1;
        while (at < in.length() && ENDS_ATOM.indexOf(in.charAt(at)) < 0) {
            at++;
        }
        return in.substring(from, at);
    }

    /** Index after the bracket that closes; after the one that opens when none does. */
    private int literalEnd() {
        if (bracket < at) {
            int next = in.indexOf(']', at);
            bracket = next < 0 ? in.length() : next;
        }
        return bracket < in.length() ? bracket + 1 : at + 1;
    }

    private String quoted() {
        QuotedString quoted = QuotedString.at(in, at);
        at = quoted.end();
        return quoted.content();
    }

    /** White space and comments; the last comment is kept. */
    private void skipSpace() {
        while (at < in.length()) {
            char c = in.charAt(at);
            if (c == '(') {
                comment();
            } else if (c == ' ' || c == '\t') {
                at++;
            } else {
                return;
            }
        }
    }

    private void comment() {
        StringBuilder content = new StringBuilder();
        int depth = 1;
        at++;
        while (depth > 0 && at < in.length()) {
            char c = in.charAt(at++);
            if (c == '\\' && at < in.length()) {
                c = in.charAt(at++);
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            }
            if (depth > 0) {
                content.append(c);
            }
        }
        comment = content.toString().strip();
    }
}
