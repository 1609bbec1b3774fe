package posthorn.delivery.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What replies make of the bounds of a site. */
class SiteBoundsTest {

    private static final PaceLimits LIMITS = TestLimits.standard();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # what                               |connections,bound,lost| good,slowed,lost,rate | connections,bound,lost
                    a good reply grows a part            | 10   none  0 | 1   0 0    0 | 10.1  none 0
                    ten good replies grow one            | 10   none  0 | 10  0 0    0 | 11    none 0
                    not beyond the most                  | 40   none  0 | 99  0 0    0 | 40    none 0
                    one that asks for less halves both   | 10   none  0 | 9   1 0  200 | 5     100  0
                    the bound that was counts            | 10   80    0 | 9   1 0  200 | 5     40   0
                    never below the least                | 1    40    0 | 0   3 0   10 | 1     30   0
                    lost ones halve connections only     | 10   80    0 | 0   0 2   10 | 5     80   2
                    a lost one among good ones is a host | 10   80    0 | 10  0 1   10 | 11    95   0
                    lost ones add up                     | 1    none  9 | 0   0 1    1 | 1     none 10
                    a reply ends the row                 | 1    none 12 | 1   0 0    1 | 2     none 0
                    a minute of good replies: one step   | 10   60    0 | 60  0 0   60 | 16    180  0
                    from the most on there is no bound   | 10   9990  0 | 9990 0 0 9990| 40    none 0
                    nothing heard changes nothing        | 10   60    3 | 0   0 0    0 | 10    60   3
                    """)
    void repliesMoveThem(String what, String before, String heard, String after) {
        String[] r = heard.trim().split(" +");
        long good = Long.parseLong(r[0]);
        long slowed = Long.parseLong(r[1]);
        long lost = Long.parseLong(r[2]);
        SiteReplies replies =
                new SiteReplies(
                        good + slowed + lost,
                        good,
                        slowed,
                        lost,
                        Double.parseDouble(r[3]),
                        LastReply.NONE);
        SiteBounds expected = bounds(after);
        SiteBounds found = bounds(before).after(replies, false, LIMITS);
        assertEquals(expected.connections(), found.connections(), 1e-9, what);
        assertEquals(expected.perMinute(), found.perMinute(), 1e-9, what);
        assertEquals(good > 0 || slowed > 0 ? 0 : expected.lostInRow(), found.lostInRow(), what);
    }

    @Test
    void whatTwoWorkersHeardAtOnceHalvesOnce() {
        SiteReplies slowed = new SiteReplies(1, 0, 1, 0, 100, LastReply.NONE);
        SiteBounds bounds = new SiteBounds(10, 80, 0);
        assertEquals(bounds, bounds.after(slowed, true, LIMITS));
    }

    @Test
    void staysWithinItsLimitsWhateverIsHeard() {
        Random random = new Random(5);
        SiteBounds bounds = SiteBounds.first(LIMITS);
        boolean bounded = false;
        boolean free = false;
        for (int i = 0; i < 20_000; i++) {
            boolean calm = i > 500;
            bounds =
                    bounds.after(
                            new SiteReplies(
                                    100,
                                    calm ? random.nextInt(500) : 0,
                                    calm ? 0 : random.nextInt(2),
                                    random.nextInt(3),
                                    random.nextInt(5000),
                                    LastReply.NONE),
                            random.nextInt(5) == 0,
                            LIMITS);
            assertTrue(bounds.connections() >= 1 && bounds.connections() <= 40);
            assertTrue(bounds.perMinute() >= 30);
            bounded |= Double.isFinite(bounds.perMinute());
            free |= Double.isInfinite(bounds.perMinute()) && bounded;
        }
        assertTrue(bounded && free, "it was bounded, and it grew back");
    }

    @Test
    void siteThatDoesNotAnswerRestsLongerAndLonger() {
        assertEquals(0, LIMITS.rest(9).toSeconds());
        assertEquals(10, LIMITS.rest(10).toSeconds());
        assertEquals(20, LIMITS.rest(14).toSeconds());
        assertEquals(300, LIMITS.rest(1_000_000).toSeconds());
        assertFalse(LIMITS.rest(13).toSeconds() > 10);
    }

    private static SiteBounds bounds(String text) {
        String[] parts = text.trim().split(" +");
        return new SiteBounds(
                Double.parseDouble(parts[0]),
                parts[1].equals("none") ? Double.POSITIVE_INFINITY : Double.parseDouble(parts[1]),
                Integer.parseInt(parts[2]));
    }
}
