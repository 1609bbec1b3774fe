package posthorn.protocol.mime;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The day in a Date field (RFC 5322 §3.3, years as §4.3 still allows), as SENTBEFORE, SENTON and
 * SENTSINCE want it: time and zone do not matter to them (RFC 3501 §6.4.4).
 *
 * <pre>
 * date = [day-of-week ","] day month year
 * </pre>
 */
public final class SentDate {
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");

    private static final Pattern DATE =
            Pattern.compile("\\b(\\d{1,2})[ \\t-]+([A-Za-z]{3})[a-z]{0,6}[ \\t-]+(\\d{2,4})\\b");

    private SentDate() {}

    /** Day in the value of a Date field (octets); null: none that can be read. Never throws. */
    public static @Nullable LocalDate day(String value) {
        Matcher date = DATE.matcher(value);
        if (!date.find()) {
            return null;
        }
        int month = MONTHS.indexOf(date.group(2).toLowerCase(Locale.ROOT)) + 1;
        try {
            return month == 0
                    ? null
                    : LocalDate.of(year(date.group(3)), month, Integer.parseInt(date.group(1)));
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return switch (digits.length()) {
            case 2 -> year < 50 ? 2000 + year : 1900 + year;
            case 3 -> 1900 + year;
            default -> year;
        };
    }
}
