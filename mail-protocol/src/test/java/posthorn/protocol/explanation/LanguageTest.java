package posthorn.protocol.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LanguageTest {

    @Test
    void primarySubtagDecides() {
        assertEquals(Optional.of(Language.GERMAN), Language.of("de-AT"));
        assertEquals(Optional.of(Language.ENGLISH), Language.of(" EN_us "));
        assertEquals(Optional.empty(), Language.of("den"));
        assertEquals(Optional.empty(), Language.of(""));
    }

    @Test
    void heaviestOfOursIsPreferredAndAmongEqualsTheFirst() {
        assertEquals(Optional.of(Language.GERMAN), Language.preferred("fr, de;q=0.8, en;q=0.5"));
        assertEquals(Optional.of(Language.GERMAN), Language.preferred("en; q=0.3, de-CH ; q=0.9"));
        assertEquals(Optional.of(Language.ENGLISH), Language.preferred("en-GB,de"));
        assertEquals(Optional.of(Language.ENGLISH), Language.preferred("de;q=0, en;q=0.1"));
        assertEquals(Optional.of(Language.GERMAN), Language.preferred("de;q=x"));
        assertEquals(Optional.empty(), Language.preferred("fr, *"));
        assertEquals(Optional.empty(), Language.preferred(""));
        assertEquals(Optional.empty(), Language.preferred(",".repeat(100_000) + "de"));
    }
}
