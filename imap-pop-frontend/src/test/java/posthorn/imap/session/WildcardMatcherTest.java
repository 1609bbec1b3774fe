package posthorn.imap.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WildcardMatcherTest {

    @Test
    void starIsAnythingAndPercentAnythingButTheDelimiter() {
        assertTrue(matches("a*d", "ab/cd"));
        assertFalse(matches("a%d", "ab/cd"));
        assertTrue(matches("a%/%d", "ab/cd"));
        assertTrue(matches("%*%", ""));
        assertFalse(matches("a", ""));
        assertTrue(new WildcardMatcher("inB%").matches("INBOX", 5));
        assertFalse(new WildcardMatcher("inbox/a").matches("INBOX/A", 5));
    }

    @Test
    void itIsWhatTheGrammarSays() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab/*%", random.nextInt(90));
            String name = text(random, "ab/", random.nextInt(90));
            assertEquals(
                    plainly(pattern, name), matches(pattern, name), () -> pattern + " on " + name);
        }
    }

    /** Time for a name is that of its length, times the 64th part of the pattern. */
    @Test
    void longPatternsAndNamesCostNoMoreThanTheirLength() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (String piece : List.of("*a", "%a", "a%*b", "*")) {
            double least = Double.MAX_VALUE;
            for (int i = 0; i < 5 && least > 28; i++) {
                long once = nanos(threads, piece, 50_000);
                long often = nanos(threads, piece, 400_000);
                least = often < 2_000_000 ? 0 : Math.min(least, (double) often / once);
            }
            assertTrue(least <= 28, piece + ": " + least);
        }
    }

    private static long nanos(ThreadMXBean threads, String piece, int length) {
        String name = "a".repeat(length);
        WildcardMatcher matcher = new WildcardMatcher(piece.repeat(500) + "z");
        long begin = threads.getCurrentThreadCpuTime();
        assertFalse(matcher.matches(name, 0));
        return Math.max(1, threads.getCurrentThreadCpuTime() - begin);
    }

    /** The table of all beginnings of the pattern and of the name. */
    private static boolean plainly(String pattern, String name) {
        boolean[][] can = new boolean[pattern.length() + 1][name.length() + 1];
        can[0][0] = true;
        for (int p = 1; p <= pattern.length(); p++) {
            char c = pattern.charAt(p - 1);
            boolean wild = c == '*' || c == '%';
            for (int n = 0; n <= name.length(); n++) {
                boolean passes = n > 0 && (c == '*' || name.charAt(n - 1) != '/');
                can[p][n] =
                        wild
                                ? can[p - 1][n] || (passes && can[p][n - 1])
                                : n > 0 && can[p - 1][n - 1] && c == name.charAt(n - 1);
            }
        }
        return can[pattern.length()][name.length()];
    }

    private static String text(Random random, String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static boolean matches(String pattern, String name) {
        return new WildcardMatcher(pattern).matches(name, 0);
    }
}
