package posthorn.protocol.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced mail system status code, as in {@code 5.1.1} (RFC 3463 §2).
 *
 * @param kind class: 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int kind, int subject, int detail) {
    private static final int MOST = 999;
    private static final Pattern CODE = Pattern.compile("([245])\\.([0-9]{1,3})\\.([0-9]{1,3})");

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a number is out of its range
     */
    public EnhancedStatus {
        if (kind != 2 && kind != 4 && kind != 5) {
            throw new IllegalArgumentException("Class of a status code is 2, 4 or 5, not " + kind);
        }
        if (subject < 0 || subject > MOST || detail < 0 || detail > MOST) {
            throw new IllegalArgumentException("Out of range: " + subject + "." + detail);
        }
    }

    /**
     * The code that a constant text names.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static EnhancedStatus of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("No status code: " + text));
    }

    /** The code that stands alone in a text; empty when it is none. */
    public static Optional<EnhancedStatus> parse(String text) {
        Matcher code = CODE.matcher(text);
        if (!code.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new EnhancedStatus(
                        Integer.parseInt(code.group(1)),
                        Integer.parseInt(code.group(2)),
                        Integer.parseInt(code.group(3))));
    }

    /** As it stands in a reply and in a delivery status notification. */
    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
