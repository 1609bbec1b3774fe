package posthorn.mailbox.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The day in a Date field, without regard to time and zone (RFC 3501 §6.4.4, SENTBEFORE); obsolete
 * years too.
 */
final class SentDate {

    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final Pattern DAY =
            Pattern.compile("(?:^|[\\s,])(\\d{1,2})[\\s-]+([A-Za-z]{3})[a-z]*[\\s-]+(\\d{2,4})\\b");

    private SentDate() {}

    /** Empty when the text has none. */
    static Optional<LocalDate> parse(String text) {
        Matcher found = DAY.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        int month = MONTHS.indexOf(found.group(2).toLowerCase(Locale.ROOT)) + 1;
        try {
            return Optional.of(
                    LocalDate.of(year(found.group(3)), month, Integer.parseInt(found.group(1))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** RFC 5322 §4.3. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return switch (digits.length()) {
            case 2 -> year < 50 ? 2000 + year : 1900 + year;
            case 3 -> 1900 + year;
            default -> year;
        };
    }
}
