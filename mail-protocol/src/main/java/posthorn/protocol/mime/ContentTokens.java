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
 * semicolon or white space, whatever is in it, since many are written that way; what is no
 * parameter is passed over.
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
        while (at < in.length() && TSPECIALS.indexOf(in.charAt(at)) < 0) {
            at++;
        }
        return in.substring(from, at);
    }

    /** Takes the char when it is next. */
    boolean take(char wanted) {
        skipSpace();
        boolean there = at < in.length() && in.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    /** Parameters up to the end of the value. */
    List<MimeParameter> parameters() {
        List<MimeParameter> parameters = new ArrayList<>();
        while (at < in.length() && parameters.size() < MAX_PARAMETERS) {
            if (!take(';')) {
                passToSemicolon();
                continue;
            }
            String name = word();
            if (!name.isEmpty() && take('=')) {
                parameters.add(new MimeParameter(name, value()));
            }
        }
        return parameters;
    }

    private String value() {
        skipSpace();
        if (at < in.length() && in.charAt(at) == '"') {
            return quoted();
        }
        int from = at;
        while (at < in.length() && ";( \t".indexOf(in.charAt(at)) < 0) {
            at++;
        }
        return in.substring(from, at);
    }

    private String quoted() {
        StringBuilder content = new StringBuilder();
        at++;
        while (at < in.length() && in.charAt(at) != '"') {
            if (in.charAt(at) == '\\' && at + 1 < in.length()) {
                at++;
            }
            content.append(in.charAt(at++));
        }
        at = Math.min(at + 1, in.length());
        return content.toString();
    }

    private void passToSemicolon() {
        while (at < in.length() && in.charAt(at) != ';') {
            if (in.charAt(at) == '"') {
                quoted();
            } else {
                at++;
            }
        }
    }

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
