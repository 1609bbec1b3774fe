package posthorn.protocol.explanation;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Explains why a message did not reach its recipient. The replies of the large providers and of the
 * well-known block lists are known by code and words; all others by the meaning of their codes (RFC
 * 3463 and its registry), else by words that are common.
 *
 * <p>For any thread.
 */
public final class FailureCatalogue {

    private static final String NOTIFICATION = "notification";

    private final FailureRules rules;
    private final Map<Language, Map<String, Map<String, String>>> texts;

    private FailureCatalogue(
            FailureRules rules, Map<Language, Map<String, Map<String, String>>> texts) {
        this.rules = rules;
        this.texts = texts;
    }

    private static final class Holder {
        static final FailureCatalogue STANDARD = read();
    }

    /** The one that is part of this library. */
    public static FailureCatalogue standard() {
        return Holder.STANDARD;
    }

    private static FailureCatalogue read() {
        Map<Language, Map<String, Map<String, String>>> texts = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            texts.put(
                    language,
                    CatalogueFile.named("failures." + language.tag() + ".txt").sections());
        }
        return new FailureCatalogue(FailureRules.read(CatalogueFile.named("failures.txt")), texts);
    }

    /** The name of the reason, such as {@code mailbox-full}. */
    public String reason(ReportedFailure failure) {
        return rules.of(failure).reason();
    }

    /**
     * The reason in words.
     *
     * @param domain of the sender; empty: it has none
     */
    public Explanation explain(ReportedFailure failure, Language language, String domain) {
        FailureRules.Meaning meaning = rules.of(failure);
        Map<String, String> text = section(language, meaning.reason());
        Map<String, String> values = new LinkedHashMap<>();
        values.put("domain", domain.isEmpty() ? phrase(language, "the-domain") : domain);
        values.put("list", meaning.list().map(BlockList::name).orElse(""));
        values.put(
                "lookup",
                meaning.list()
                        .map(BlockList::lookup)
                        .filter(page -> !page.isEmpty())
                        .orElse(phrase(language, "the-page")));
        String what = filled(text.getOrDefault("what", ""), values);
        return new Explanation(
                meaning.reason(),
                failure.expired() ? what + " " + phrase(language, "expired") : what,
                filled(text.getOrDefault("next", ""), values),
                filled(text.getOrDefault("admin", ""), values));
    }

    /** A sentence of notifications; its places are filled by {@link #filled}. */
    public String phrase(Language language, String key) {
        return Objects.requireNonNull(section(language, NOTIFICATION).get(key), key);
    }

    /** A text with {@code {name}} replaced by the value of that name. */
    public static String filled(String text, Map<String, String> values) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            String value = close < 0 ? null : values.get(text.substring(open + 1, close));
            if (value == null) {
                int end = close < 0 ? text.length() : close + 1;
                out.append(text, at, end);
                at = end;
            } else {
                out.append(text, at, open).append(value);
                at = close + 1;
            }
        }
        return out.toString();
    }

    private Map<String, String> section(Language language, String name) {
        Map<String, Map<String, String>> sections = Objects.requireNonNull(texts.get(language));
        return Objects.requireNonNull(sections.get(name), name);
    }

    FailureRules rules() {
        return rules;
    }

    Map<String, Map<String, String>> texts(Language language) {
        return Objects.requireNonNull(texts.get(language));
    }
}
