package posthorn.protocol.explanation;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The negative replies that we send, and what they mean. For any thread. */
public final class ReplyCatalogue {

    private static final String PAGE = "page";

    private final Map<String, OwnReply> replies;
    private final Map<Language, Map<String, Map<String, String>>> texts;

    private ReplyCatalogue(
            Map<String, OwnReply> replies, Map<Language, Map<String, Map<String, String>>> texts) {
        this.replies = replies;
        this.texts = texts;
    }

    private static final class Holder {
        static final ReplyCatalogue STANDARD = read();
    }

    /** The one that is part of this library. */
    public static ReplyCatalogue standard() {
        return Holder.STANDARD;
    }

    private static ReplyCatalogue read() {
        CatalogueFile file = CatalogueFile.named("own-replies.txt");
        Map<String, OwnReply> replies = new LinkedHashMap<>();
        for (String line : file.lines()) {
            OwnReply reply = OwnReply.parse(line).orElseThrow(() -> file.wrong(line));
            if (replies.put(reply.name(), reply) != null) {
                throw file.wrong(line);
            }
        }
        Map<Language, Map<String, Map<String, String>>> texts = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            texts.put(
                    language,
                    CatalogueFile.named("own-replies." + language.tag() + ".txt").sections());
        }
        return new ReplyCatalogue(Collections.unmodifiableMap(replies), texts);
    }

    /** All of them. */
    public Collection<OwnReply> replies() {
        return replies.values();
    }

    /** The one of that name; empty: there is none. */
    public Optional<OwnReply> named(String name) {
        return Optional.ofNullable(replies.get(name));
    }

    /** Those that can come with an enhanced code such as {@code 5.7.1}. */
    public List<OwnReply> withStatus(String status) {
        return replies.values().stream().filter(reply -> reply.has(status)).toList();
    }

    /** What it is, in a few words. */
    public String title(OwnReply reply, Language language) {
        return Objects.requireNonNull(section(language, reply.name()).get("title"), reply.name());
    }

    /** What it means, and what can be done. */
    public Explanation explain(OwnReply reply, Language language) {
        Map<String, String> text = section(language, reply.name());
        return new Explanation(
                reply.name(),
                text.getOrDefault("what", ""),
                text.getOrDefault("next", ""),
                text.getOrDefault("admin", ""));
    }

    /** A word of pages. */
    String phrase(Language language, String key) {
        return Objects.requireNonNull(section(language, PAGE).get(key), key);
    }

    private Map<String, String> section(Language language, String name) {
        return Objects.requireNonNull(texts(language).get(name), name);
    }

    Map<String, Map<String, String>> texts(Language language) {
        return Objects.requireNonNull(texts.get(language));
    }
}
