package posthorn.protocol.auth;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The value of an Authentication-Results field (RFC 8601 §2.2).
 *
 * <pre>
 * authres-payload = [CFWS] authserv-id [ CFWS authres-version ] ( no-result / 1*resinfo )
 * resinfo         = ";" methodspec [ reasonspec ] [ 1*propspec ]
 * </pre>
 *
 * @param authservId who has checked: the name of the server
 * @param results in order; empty: nothing was checked
 */
public record AuthenticationResults(String authservId, List<MethodResult> results) {
    private static final int LONGEST_COMMENT = 200;
    private static final int LONGEST_VALUE = 320;
    private static final String NOT_IN_TOKEN = "()<>@,;:\\\"/[]?=";

    public AuthenticationResults {
        results = List.copyOf(results);
    }

    /** The whole field, one result a line, with its line break. */
    public String field() {
        StringBuilder field = new StringBuilder("Authentication-Results: ").append(authservId);
        if (results.isEmpty()) {
            field.append("; none");
        }
        for (MethodResult result : results) {
            field.append(";\r\n\t").append(result.method()).append('=').append(result.result());
            if (!result.comment().isEmpty()) {
                field.append(" (").append(comment(result.comment())).append(')');
            }
            for (MethodResult.Property property : result.properties()) {
                field.append("\r\n\t ").append(property.type()).append('.').append(property.name());
                field.append('=').append(value(property.value()));
            }
        }
        return field.append("\r\n").toString();
    }

    /**
     * The field's value (unfolded text) taken apart; empty when it does not follow the grammar.
     * Comments are left out. Never throws; the work is linear in the length.
     */
    public static Optional<AuthenticationResults> parse(String value) {
        return new ResultsParser(value).parse();
    }

    /**
     * The authserv-id that a value (unfolded) begins with, in lower case, without comments, quotes
     * and the dot at the end; empty when there is none. For values that may be broken behind it.
     */
    public static String authservId(String value) {
        String id = new ResultsParser(value).word().toLowerCase(Locale.ROOT);
        return id.endsWith(".") ? id.substring(0, id.length() - 1) : id;
    }

    private static String comment(String text) {
        StringBuilder comment = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_COMMENT); i++) {
            char c = text.charAt(i);
            comment.append(c < ' ' || c > '~' || c == '(' || c == ')' || c == '\\' ? '_' : c);
        }
        return comment.toString();
    }

    /** As {@code value} or {@code local-part@domain-name} when it is one; else in quotes. */
    private static String value(String text) {
        String cut = text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) : text;
        int at = cut.lastIndexOf('@');
        boolean plain =
                at < 0
                        ? isToken(cut)
                        : isToken(cut.substring(at + 1))
                                && (at == 0 || isToken(cut.substring(0, at)));
        if (plain) {
            return cut;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c < ' ' || c == 127 || Character.isSurrogate(c) ? '_' : c);
        }
        return quoted.append('"').toString();
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(AuthenticationResults::isTokenCharacter);
    }

    static boolean isTokenCharacter(int c) {
        return c > ' ' && c < 127 && NOT_IN_TOKEN.indexOf(c) < 0;
    }
}
