package posthorn.mailbox.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.SearchKey;

/** What somebody typed into a search box. */
class SearchQueryTest {

    @Test
    void wordsAndPhrasesStandInTheText() {
        assertNull(SearchQuery.parse("  "));
        assertEquals("hello", key("hello").getText());
        assertEquals("a phrase", key(" \"a phrase\" ").getText());
        assertEquals(List.of("a", "b"), texts(key("a b")));
    }

    @Test
    void namesAskForFields() {
        assertEquals("FROM", key("from:jörg").getHeader().getName());
        assertEquals("jörg", key("from:jörg").getHeader().getValue());
        assertEquals(3, key("to:\"a b\"").getAnyOf().getKeysCount());
        assertEquals("\\Seen", key("is:unread").getNot().getFlag());
        assertEquals("\\Flagged", key("-is:flagged").getNot().getFlag());
        assertEquals("2026-11-28", key("since:2026-11-28").getSince());
        assertEquals(2 * 1024 * 1024, key("larger:2M").getLarger());
    }

    @Test
    void whatIsNoNameIsAWord() {
        for (String word :
                List.of("foo:bar", "since:yesterday", "larger:much", "is:odd", "12:30", "a:")) {
            assertEquals(word, key(word).getText());
        }
        assertEquals("-", key("-").getText());
    }

    @Test
    void nothingThatIsTypedIsWrong() {
        String alphabet = "ab:\"- \tfromis";
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder query = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                query.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            SearchQuery.parse(query.toString());
        }
    }

    private static SearchKey key(String query) {
        SearchKey key = SearchQuery.parse(query);
        assertNotNull(key);
        return key;
    }

    private static List<String> texts(SearchKey key) {
        return key.getAllOf().getKeysList().stream().map(SearchKey::getText).toList();
    }
}
