package posthorn.protocol.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One pass over the value of an Authentication-Results field. */
final class ResultsParser {
    private static final int MOST_RESULTS = 100;
    private static final int MOST_PROPERTIES = 100;

    private final String in;
    private int at;

    ResultsParser(String in) {
        this.in = in;
    }

    Optional<AuthenticationResults> parse() {
        String id = word();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        skip();
        if (at < in.length() && in.charAt(at) != ';') {
            word();
            skip();
        }
        List<MethodResult> results = new ArrayList<>();
        while (at < in.length()) {
            if (in.charAt(at) != ';' || results.size() == MOST_RESULTS) {
                return Optional.empty();
            }
            at++;
            skip();
            if (at == in.length()) {
                break;
            }
            Optional<MethodResult> result = result();
            if (result.isEmpty()) {
                return isNone(results) ? Optional.of(none(id)) : Optional.empty();
            }
            results.add(result.get());
            skip();
        }
        return Optional.of(new AuthenticationResults(id.toLowerCase(Locale.ROOT), results));
    }

    private static AuthenticationResults none(String id) {
        return new AuthenticationResults(id.toLowerCase(Locale.ROOT), List.of());
    }

    /** {@code no-result}: the word behind the first semicolon, and nothing else. */
    private boolean isNone(List<MethodResult> before) {
        return before.isEmpty()
                && in.substring(0, at).strip().toLowerCase(Locale.ROOT).endsWith("none");
    }

    /** {@code methodspec [reasonspec] *propspec}. */
    private Optional<MethodResult> result() {
        String method = keyword();
        skip();
        if (at < in.length() && in.charAt(at) == '/') {
            at++;
            skip();
            keyword();
            skip();
        }
        if (method.isEmpty() || !next('=')) {
            return Optional.empty();
        }
        MethodResult result = MethodResult.of(method, keyword());
        if (result.result().isEmpty()) {
            return Optional.empty();
        }
        List<MethodResult.Property> properties = new ArrayList<>();
        for (skip(); at < in.length() && in.charAt(at) != ';'; skip()) {
            String type = keyword();
            skip();
            if (type.equals("reason") && next('=')) {
                pvalue();
                continue;
            }
            if (type.isEmpty() || !next('.') || properties.size() == MOST_PROPERTIES) {
                return Optional.empty();
            }
            skip();
            String name = keyword();
            skip();
            if (name.isEmpty() || !next('=')) {
                return Optional.empty();
            }
            properties.add(new MethodResult.Property(type, name, pvalue()));
        }
        return Optional.of(new MethodResult(result.method(), result.result(), "", properties));
    }

    private boolean next(char wanted) {
        if (at < in.length() && in.charAt(at) == wanted) {
            at++;
            skip();
            return true;
        }
        return false;
    }

    /** A method, result, type or name, in lower case: up to what separates them. */
    private String keyword() {
        int from = at;
        while (at < in.length()
                && in.charAt(at) != '.'
                && AuthenticationResults.isTokenCharacter(in.charAt(at))) {
            at++;
        }
        return in.substring(from, at).toLowerCase(Locale.ROOT);
    }

    /** {@code value / [ [ local-part ] "@" ] domain-name}. */
    private String pvalue() {
        StringBuilder value = new StringBuilder();
        while (at < in.length()) {
            char c = in.charAt(at);
            if (c == '"') {
                value.append(quoted());
            } else if (c == ';' || c == '(' || c <= ' ') {
                break;
            } else {
                value.append(c);
                at++;
            }
        }
        return value.toString();
    }

    /** A token or a quoted string, with white space and comments in front of it; empty: none. */
    String word() {
        skip();
        if (at < in.length() && in.charAt(at) == '"') {
            return quoted();
        }
        StringBuilder word = new StringBuilder();
        while (at < in.length() && in.charAt(at) > ' ' && in.charAt(at) != ';') {
            if (in.charAt(at) == '(') {
                comment();
            } else {
                word.append(in.charAt(at++));
            }
        }
        return word.toString();
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < in.length() && in.charAt(at) != '"') {
            if (in.charAt(at) == '\\' && at + 1 < in.length()) {
                at++;
            }
            text.append(in.charAt(at++));
        }
        at = Math.min(at + 1, in.length());
        return text.toString();
    }

    private void skip() {
        while (at < in.length()) {
            if (in.charAt(at) == '(') {
                comment();
            } else if (in.charAt(at) <= ' ') {
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
            if (c == '\\' && at < in.length()) {
                at++;
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            }
        } while (depth > 0 && at < in.length());
    }
}
