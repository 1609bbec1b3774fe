package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentDateTest {
    @Test
    void daysAreReadInTodaysAndInOlderForms() {
        LocalDate day = LocalDate.of(1997, 11, 21);
        for (String value :
                List.of(
                        "Fri, 21 Nov 1997 09:55:06 -0600",
                        "21 NOV 97 09:55:06 GMT",
                        "Friday, 21-Nov-97 09:55 (comment)",
                        "Fri, 21 November 1997 23:59:60 +1400",
                        "21 Nov 097")) {
            assertEquals(day, SentDate.day(value), value);
        }
        assertEquals(LocalDate.of(2026, 2, 1), SentDate.day("1 Feb 26"));
    }

    @Test
    void whatIsNoDayIsNone() {
        for (String value :
                List.of("", "tomorrow", "31 Feb 2026", "1 Xyz 2026", "2026-11-23", "99999 Jan 1")) {
            assertNull(SentDate.day(value), value);
        }
    }
}
