package posthorn.protocol.smtp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An ESMTP parameter of MAIL or RCPT, as in {@code SIZE=1000} (RFC 5321 §4.1.1.11).
 *
 * @param keyword in upper case: letters, digits and hyphens, at most 63
 * @param value what stands behind the {@code =}; empty when there is none
 */
public record EsmtpParameter(String keyword, Optional<String> value) {
    /** The RFC sets no limit; the longest that is registered has 17 characters. */
    private static final Pattern WORD = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,62}");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException when it could not be encoded
     */
    public EsmtpParameter {
        boolean word = WORD.matcher(keyword).matches();
        boolean content = value.map(v -> !v.isEmpty() && isValue(v)).orElse(true);
        if (!word || !content) {
            throw new IllegalArgumentException("No parameter: " + keyword + "=" + value);
        }
    }

    /** A parameter without a value. */
    public static EsmtpParameter of(String keyword) {
        return new EsmtpParameter(keyword, Optional.empty());
    }

    /** A parameter with a value. */
    public static EsmtpParameter of(String keyword, String value) {
        return new EsmtpParameter(keyword, Optional.of(value));
    }

    /** The parameter in a text without spaces; empty when it is none. */
    public static Optional<EsmtpParameter> parse(String text) {
        int equals = text.indexOf('=');
        String word = (equals < 0 ? text : text.substring(0, equals)).toUpperCase(Locale.ROOT);
        if (!WORD.matcher(word).matches()) {
            return Optional.empty();
        }
        if (equals < 0) {
            return Optional.of(of(word));
        }
        String value = text.substring(equals + 1);
        return !value.isEmpty() && isValue(value) ? Optional.of(of(word, value)) : Optional.empty();
    }

    /** As it stands in a command. */
    public String encode() {
        return value.map(v -> keyword + "=" + v).orElse(keyword);
    }

    private static boolean isValue(String text) {
        // RFC 5321 forbids "=" in a value; AUTH and ENVID of real clients hold it all the same.
        return text.chars().allMatch(c -> c == '=' || Chars.isParameterValue((char) c));
    }
}
