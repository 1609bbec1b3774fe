package posthorn.mailbox.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posthorn.runtime.http.ProblemCode;

/** The texts of the pages, in both languages. */
class TextsTest {

    private static final Path WEB = Path.of("src", "main", "web");
    private static final Pattern VALUE = Pattern.compile("\\{\\w+}");

    private final Map<String, String> english = texts("en");
    private final Map<String, String> german = texts("de");

    @Test
    void bothLanguagesSayTheSameThings() {
        assertTrue(english.size() > 50, "only " + english.size() + " texts");
        assertEquals(english.keySet(), german.keySet());
        assertEquals(values(english), values(german));
    }

    @Test
    void noTextIsEmptyOrLeftInTheOtherLanguage() {
        english.forEach((key, text) -> assertFalse(text.isBlank(), key));
        german.forEach((key, text) -> assertFalse(text.isBlank(), key));
        List<String> same =
                english.entrySet().stream()
                        .filter(text -> text.getValue().equals(german.get(text.getKey())))
                        .filter(text -> text.getValue().split(" ").length > 2)
                        .map(Map.Entry::getKey)
                        .toList();
        assertEquals(List.of(), same);
    }

    /** The API's own sentences are English. */
    @Test
    void everyProblemHasWordsInEveryLanguage() {
        for (ProblemCode code : ProblemCode.values()) {
            String key = "problem." + code.word();
            assertTrue(german.containsKey(key), key);
            assertTrue(german.containsKey(key + ".advice"), key);
        }
    }

    /** Keys that are put together while running begin with a text that stands in the code. */
    @Test
    void everyTextIsSaidSomewhere() throws IOException {
        String code = code();
        Set<String> unsaid = new TreeSet<>();
        for (String key : english.keySet()) {
            boolean joined =
                    Stream.iterate(key, each -> each.contains("."), TextsTest::parent)
                            .map(TextsTest::parent)
                            .anyMatch(parent ->
                                    code.contains('"' + parent + ".\" +")
                                            || code.contains('`' + parent + ".${"));
            if (!joined && !code.contains('"' + key + '"')) {
                unsaid.add(key);
            }
        }
        assertEquals(Set.of(), unsaid);
    }

    private static String parent(String key) {
        return key.contains(".") ? key.substring(0, key.lastIndexOf('.')) : "";
    }

    /** The values that each text is filled with. */
    private static Map<String, Set<String>> values(Map<String, String> texts) {
        Map<String, Set<String>> values = new TreeMap<>();
        texts.forEach((key, text) ->
                values.put(
                        key,
                        VALUE.matcher(text)
                                .results()
                                .map(MatchResult::group)
                                .collect(Collectors.toCollection(TreeSet::new))));
        return values;
    }

    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(WEB)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".ts")).toList()) {
                code.append(Files.readString(file));
            }
        }
        return code.toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> texts(String language) {
        try {
            Path file = WEB.resolve("texts").resolve(language + ".json");
            return new TreeMap<>(
                    (Map<String, String>) new ObjectMapper().readValue(file.toFile(), Map.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
