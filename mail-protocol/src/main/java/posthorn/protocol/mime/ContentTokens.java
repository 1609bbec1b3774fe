package posthorn.protocol.mime;

import java.util.ArrayList;
import java.util.List;

/**
 * Reader of structured MIME field values (RFC 2045 §5.1).
 *
 * <pre>
 * content   = type "/" subtype *(";" parameter)
 * parameter = attribute "=" value
 * value     = token / quoted-string
 * </pre>
 *
 * Comments and white space may stand anywhere between. A value without quotes goes on to the next
 * semicolon, whatever is in it, since many names of files are written that way; it ends before
 * white space with another {@code attribute=} behind it, since many forget the semicolon. What is
 * no parameter is passed over. The work is linear in the length of the value.
 */
final class ContentTokens {
    /** Parameters of one field that are read. */
    private static final int MAX_PARAMETERS = 200;

    private static final String TSPECIALS = "()<>@,;:\\\"/[]?= \t";

    private final String in;
    private int at;

    ContentTokens(String in) {
        this.in = in;
    }

    /** The next token; empty when none stands here. */
    String word() {
        skipSpace();
        int from = at;
        at = tokenEnd(at);
        return in.substring(from, at);
    }

    /** Takes the char when it is next. */
    boolean take(char wanted) {
        skipSpace();
        boolean there = at < in.length() && in.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    /** Parameters up to the end of the value, as they stand there. */
    List<MimeParameter> parameters() {
        List<MimeParameter> parameters = new ArrayList<>();
        while (at < in.length() && parameters.size() < MAX_PARAMETERS) {
            String name = word();
            if (name.isEmpty()) {
                passSpecial();
            } else if (take('=')) {
                parameters.add(new MimeParameter(name, value()));
            }
        }
        return parameters;
    }

    private String value() {
        skipSpace();
        return at < in.length() && in.charAt(at) == '"' ? quoted() : unquoted();
    }

    private String unquoted() {
        StringBuilder value = new StringBuilder();
        while (at < in.length() && in.charAt(at) != ';') {
            int gap = at;
            skipSpace();
            if (at == in.length() || in.charAt(at) == ';' || (at > gap && startsParameter())) {
                break;
            }
            int from = at;
            while (at < in.length() && "; \t(".indexOf(in.charAt(at)) < 0) {
                at++;
            }
            value.append(in, value.isEmpty() ? from : gap, at);
        }
        return value.toString();
    }

    /** Whether {@code attribute=} stands here. */
    private boolean startsParameter() {
        int end = tokenEnd(at);
        int next = end;
        while (next < in.length() && isSpace(in.charAt(next))) {
            next++;
        }
        return end > at && next < in.length() && in.charAt(next) == '=';
    }

    private String quoted() {
        QuotedString quoted = QuotedString.at(in, at);
        at = quoted.end();
        return quoted.content();
    }

    /** A character that starts no token: a quoted string is passed as a whole. */
    private void passSpecial() {
        if (at < in.length() && in.charAt(at) == '"') {
            quoted();
        } else {
            at = Math.min(at + 1, in.length());
        }
    }

    private int tokenEnd(int from) {
        int end = from;
        while (end < in.length() && TSPECIALS.indexOf(in.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private void skipSpace() {
        while (at < in.length()) {
            if (in.charAt(at) == '(') {
                comment();
            } else if (isSpace(in.charAt(at))) {
                at++;
            } else {
                return;
            }
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private void comment() {
        int depth = 0;
        do {
            char c = in.charAt(at++);
            if (c == '\\') {
                at = Math.min(at + 1, in.length());
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            }
        } while (depth > 0 && at < in.length());
    }
}
