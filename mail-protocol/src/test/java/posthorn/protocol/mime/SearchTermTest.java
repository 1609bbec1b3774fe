package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SearchTermTest {

    @Test
    void caseDoesNotMatterAndAccentsDo() {
        assertTrue(SearchTerm.of("GRÜSSE").isIn("viele grüsse"));
        assertFalse(SearchTerm.of("grusse").isIn("viele grüsse"));
        assertTrue(SearchTerm.of("ΣΊΣΥΦΟΣ").isIn("σίσυφος"));
        assertTrue(SearchTerm.of("😀x").isIn("a😀X"));
        assertTrue(SearchTerm.of("").isIn(""));
        assertTrue(SearchTerm.of("").isEmpty());
    }

    @Test
    void findsWhatANaiveSearchFinds() {
        for (long seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            String text = word(random, 30);
            String term = word(random, 6);
            assertEquals(
                    text.toLowerCase(Locale.ROOT).contains(term.toLowerCase(Locale.ROOT)),
                    SearchTerm.of(term).isIn(text),
                    () -> "'" + term + "' in '" + text + "'");
        }
    }

    private static String word(Random random, int most) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            word.append("abABa".charAt(random.nextInt(5)));
        }
        return word.toString();
    }
}
