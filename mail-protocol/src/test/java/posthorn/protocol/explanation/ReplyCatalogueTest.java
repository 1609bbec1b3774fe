package posthorn.protocol.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Our replies, their words, and their pages. */
class ReplyCatalogueTest {

    private static final Pattern TAG = Pattern.compile("</?([a-z0-9]+)[^>]*>");
    private static final Set<String> VOID = Set.of("meta");

    private final ReplyCatalogue catalogue = ReplyCatalogue.standard();
    private final ReplyPages pages = new ReplyPages(catalogue);

    @Test
    void everyReplyIsExplainedInEveryLanguageAndNothingElseIs() {
        Set<String> names = new TreeSet<>();
        catalogue.replies().forEach(reply -> names.add(reply.name()));
        for (Language language : Language.values()) {
            Set<String> explained = new TreeSet<>(catalogue.texts(language).keySet());
            explained.remove("page");
            assertEquals(names, explained, language.tag());
            for (OwnReply reply : catalogue.replies()) {
                Explanation words = catalogue.explain(reply, language);
                assertTrue(words.what().endsWith("."), reply.name());
                assertTrue(words.next().endsWith("."), reply.name());
                assertFalse(catalogue.title(reply, language).endsWith("."), reply.name());
            }
        }
    }

    @Test
    void bothLanguagesHaveTheSameParts() {
        var english = catalogue.texts(Language.ENGLISH);
        var german = catalogue.texts(Language.GERMAN);
        english.forEach((name, texts) ->
                assertEquals(texts.keySet(), german.getOrDefault(name, Map.of()).keySet(), name));
    }

    @Test
    void aCodeThatSeveralRepliesHaveExplainsThemAll() {
        List<String> names = catalogue.withStatus("5.7.1").stream().map(OwnReply::name).toList();
        assertTrue(names.containsAll(List.of("relay-denied", "sender-not-owned")), "" + names);
        ReplyPages.Page page = pages.of("5.7.1", Language.ENGLISH);
        assertTrue(page.found());
        assertEquals(names.size(), page.html().split("<article>", -1).length - 1);
        assertTrue(page.html().contains("<h1>Reply 5.7.1</h1>"), page.html());
        assertEquals(
                Optional.of("bad-argument"),
                catalogue.withStatus("5.1.3").stream().map(OwnReply::name).findFirst());
    }

    @Test
    void everyPageIsWholeAndInItsLanguage() {
        for (Language language : Language.values()) {
            well(pages.index(language), language);
            for (OwnReply reply : catalogue.replies()) {
                ReplyPages.Page page = pages.of(reply.name(), language);
                well(page, language);
                assertTrue(page.found());
                assertTrue(page.html().contains("<code>" + reply.codes() + "</code>"));
                assertTrue(pages.index(language).html().contains("\"" + reply.name() + "?lang="));
            }
        }
    }

    @Test
    void whatDoesNotExistIsNotEchoed() {
        ReplyPages.Page page = pages.of("<script>alert(1)</script>", Language.GERMAN);
        assertFalse(page.found());
        assertFalse(page.html().contains("script"), page.html());
        well(page, Language.GERMAN);
    }

    @Test
    void aWrongLineIsNoReply() {
        assertEquals(Optional.empty(), OwnReply.parse("a | 550"));
        assertEquals(Optional.empty(), OwnReply.parse("A b | 550 | 5.1.1"));
        assertEquals(Optional.empty(), OwnReply.parse("a | 550 | 4.1.1"));
        assertEquals(Optional.empty(), OwnReply.parse("a | 250 | 2.1.1"));
    }

    /** Tags are closed in order; the language is said, for the page and for the link away. */
    private static void well(ReplyPages.Page page, Language language) {
        String html = page.html();
        List<String> open = new ArrayList<>();
        var tag = TAG.matcher(html);
        while (tag.find()) {
            String name = tag.group(1);
            if (tag.group().startsWith("</")) {
                assertEquals(name, open.removeLast());
            } else if (!VOID.contains(name)) {
                open.add(name);
            }
        }
        assertEquals(List.of(), open);
        assertTrue(html.contains("<html lang=\"" + language.tag() + "\">"));
        assertEquals(2, html.split("<h1>", -1).length, "one heading of the page");
        assertTrue(html.contains("hreflang=") && html.contains("<title>"));
        assertFalse(html.contains("<script"), html);
        assertFalse(html.contains("http"), "nothing from elsewhere");
    }
}
