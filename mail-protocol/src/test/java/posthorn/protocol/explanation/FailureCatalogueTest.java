package posthorn.protocol.explanation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code src/test/resources/explanation/failures.txt}, and that rules and words fit together. */
class FailureCatalogueTest {

    private static final Pattern PLACE = Pattern.compile("\\{[^}]*\\}");
    private static final String NOTIFICATION = "notification";

    private final FailureCatalogue catalogue = FailureCatalogue.standard();

    private record Case(ReportedFailure failure, String reason, String list) {
        static Case of(String line) {
            String[] fields =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
            return new Case(
                    new ReportedFailure(fields[1], fields[0], fields[2]),
                    fields[3],
                    fields.length > 4 ? fields[4] : "");
        }
    }

    @Test
    void everyCaseHasItsReason() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Case> cases = cases();
        for (Case each : cases) {
            FailureRules.Meaning meaning = catalogue.rules().of(each.failure());
            String list = meaning.list().map(BlockList::name).orElse("");
            if (!meaning.reason().equals(each.reason()) || !list.equals(each.list())) {
                wrong.add(each.failure() + " is " + meaning.reason() + " " + list);
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(cases.size() > 140, "cases " + cases.size());
    }

    @Test
    void everyReasonHasACase() throws IOException {
        Set<String> without = new TreeSet<>(catalogue.texts(Language.ENGLISH).keySet());
        without.remove(NOTIFICATION);
        cases().forEach(each -> without.remove(each.reason()));
        assertEquals(Set.of(), without);
    }

    @Test
    void everyRuleAndListLeadsToWordsInEveryLanguage() {
        for (Language language : Language.values()) {
            Map<String, Map<String, String>> texts = catalogue.texts(language);
            Set<String> used = new TreeSet<>();
            catalogue.rules().rules().forEach(rule -> used.add(rule.reason()));
            catalogue.rules().lists().forEach(list -> used.add(list.reason()));
            Set<String> written = new TreeSet<>(texts.keySet());
            written.remove(NOTIFICATION);
            assertEquals(used, written, language.tag());
        }
    }

    @Test
    void bothLanguagesSayTheSameThings() {
        Map<String, Map<String, String>> english = catalogue.texts(Language.ENGLISH);
        Map<String, Map<String, String>> german = catalogue.texts(Language.GERMAN);
        assertEquals(List.copyOf(english.keySet()), List.copyOf(german.keySet()));
        english.forEach((reason, texts) -> {
            Map<String, String> other = german.getOrDefault(reason, Map.of());
            assertEquals(texts.keySet(), other.keySet(), reason);
            texts.forEach((key, text) ->
                    assertEquals(
                            places(text), places(other.getOrDefault(key, "")), reason + " " + key));
        });
    }

    @Test
    void everyReasonSaysWhatHappenedAndWhatToDoNext() {
        for (Language language : Language.values()) {
            catalogue
                    .texts(language)
                    .forEach((reason, texts) -> {
                        if (!reason.equals(NOTIFICATION)) {
                            assertTrue(texts.getOrDefault("what", "").endsWith("."), reason);
                            assertTrue(texts.getOrDefault("next", "").endsWith("."), reason);
                            assertTrue(
                                    Set.of("what", "next", "admin").containsAll(texts.keySet()),
                                    reason);
                        }
                    });
        }
    }

    @Test
    void noPlaceStaysOpenAndNothingGrowsOutOfBounds() throws IOException {
        for (Case each : cases()) {
            for (Language language : Language.values()) {
                for (String domain : List.of("near.test", "")) {
                    Explanation made = catalogue.explain(each.failure(), language, domain);
                    String all = made.what() + made.next() + made.admin();
                    assertFalse(PLACE.matcher(all).find(), all);
                    assertTrue(all.length() < 1000, made.reason());
                }
            }
        }
    }

    @Test
    void listAndItsPageAreNamed() {
        ReportedFailure listed =
                new ReportedFailure(
                        "5.7.1",
                        "mx.far.test[192.0.2.1]:25",
                        "554 5.7.1 blocked using bl.spamcop.net");
        Explanation made = catalogue.explain(listed, Language.GERMAN, "near.test");
        assertTrue(made.what().contains("SpamCop"), made.what());
        assertTrue(made.admin().contains("https://www.spamcop.net/bl.shtml"), made.admin());
    }

    @Test
    void whatRanOutOfTimeIsToldByTheLastReplyAndThatItsTimeWasOver() {
        ReportedFailure expired =
                new ReportedFailure("4.4.7", "mx.far.test[192.0.2.1]:25", "452 4.2.2 full");
        Explanation made = catalogue.explain(expired, Language.ENGLISH, "near.test");
        assertEquals("mailbox-full", made.reason());
        assertTrue(made.what().endsWith("until its time was over."), made.what());
    }

    @Test
    void valuesCannotOpenPlaces() {
        assertEquals(
                "a {list} {x} b",
                FailureCatalogue.filled("a {domain} {x} b", Map.of("domain", "{list}")));
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            places.add(place.group());
        }
        return places;
    }

    private static List<Case> cases() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/explanation/failures.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Case::of)
                .toList();
    }
}
