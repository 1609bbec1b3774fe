package posthorn.imap.grammar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Dates on the wire (RFC 3501 §9).
 *
 * <pre>
 * date      = 1*2DIGIT "-" date-month "-" 4DIGIT
 * date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
 * </pre>
 */
public final class ImapDate {

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private ImapDate() {}

    /** A day, as in {@code 1-Feb-1994}; null when it is none. */
    public static @Nullable LocalDate parseDate(String text) {
        int dash = text.indexOf('-');
        if (dash < 1 || dash > 2 || text.length() != dash + 9 || text.charAt(dash + 4) != '-') {
            return null;
        }
        try {
            return LocalDate.of(
                    number(text, dash + 5, dash + 9), month(text, dash + 1), number(text, 0, dash));
        } catch (DateTimeException | NumberFormatException noDate) {
            return null;
        }
    }

    /** Text of a day. */
    public static String format(LocalDate day) {
        int month = 3 * (day.getMonthValue() - 1);
        return day.getDayOfMonth()
                + "-"
                + MONTHS.substring(month, month + 3)
                + "-"
                + "%04d".formatted(day.getYear());
    }

    /**
     * Milliseconds since 1970 of {@code 17-Jul-1996 02:44:25 -0700}, whose day may begin with a
     * space; null when it is no date and time.
     */
    public static @Nullable Long parseDateTime(String text) {
        if (text.length() != 26
                || text.charAt(11) != ' '
                || text.charAt(20) != ' '
                || text.charAt(14) != ':'
                || text.charAt(17) != ':') {
            return null;
        }
        char sign = text.charAt(21);
        LocalDate day = parseDate(text.substring(text.charAt(0) == ' ' ? 1 : 0, 11));
        if (day == null || (sign != '+' && sign != '-')) {
            return null;
        }
        try {
            LocalDateTime local =
                    day.atTime(
                            number(text, 12, 14),
                            number(text, 15, 17),
                            Math.min(59, number(text, 18, 20)));
            int minutes = 60 * number(text, 22, 24) + number(text, 24, 26);
            return local.toInstant(ZoneOffset.UTC).toEpochMilli()
                    - (sign == '-' ? -1 : 1) * 60_000L * minutes;
        } catch (DateTimeException | NumberFormatException noDate) {
            return null;
        }
    }

    /**
     * Text of an instant in UTC, without quotes: {@code 17-Jul-1996 09:44:25 +0000}, 26 characters.
     */
    public static String formatDateTime(long millis) {
        LocalDateTime at = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(26);
        int month = 3 * (at.getMonthValue() - 1);
        text.append(at.getDayOfMonth() < 10 ? " " : "").append(at.getDayOfMonth()).append('-');
        text.append(MONTHS, month, month + 3).append('-');
        text.append(
                at.getYear() < 1000 ? "0".repeat(4 - Integer.toString(at.getYear()).length()) : "");
        text.append(at.getYear()).append(' ');
        two(text, at.getHour()).append(':');
        two(text, at.getMinute()).append(':');
        return two(text, at.getSecond()).append(" +0000").toString();
    }

    private static StringBuilder two(StringBuilder text, int n) {
        return text.append((char) ('0' + n / 10)).append((char) ('0' + n % 10));
    }

    private static int month(String text, int at) {
        for (int i = 0; i < 12; i++) {
            if (text.regionMatches(true, at, MONTHS, 3 * i, 3)) {
                return i + 1;
            }
        }
        throw new DateTimeException("no month");
    }

    private static int number(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new NumberFormatException();
            }
        }
        return Integer.parseInt(text, from, to, 10);
    }
}
