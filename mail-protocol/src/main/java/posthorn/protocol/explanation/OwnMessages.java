package posthorn.protocol.explanation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The words of messages that we send to our own users, from {@code own-messages.*.txt}. */
public final class OwnMessages {

    private static final class Holder {
        private static final OwnMessages STANDARD = new OwnMessages();
    }

    private final Map<Language, Map<String, Map<String, String>>> sections =
            new EnumMap<>(Language.class);

    private OwnMessages() {
        for (Language language : Language.values()) {
            sections.put(
                    language,
                    CatalogueFile.named("own-messages." + language.tag() + ".txt").sections());
        }
    }

    /** Those that stand beside the classes. */
    public static OwnMessages standard() {
        return Holder.STANDARD;
    }

    /**
     * A sentence of a message.
     *
     * @param message name of its section
     * @param values for the places of the text
     */
    public String text(Language language, String message, String key, Map<String, String> values) {
        Map<String, String> section =
                Objects.requireNonNull(
                        Objects.requireNonNull(sections.get(language)).get(message), message);
        return FailureCatalogue.filled(Objects.requireNonNull(section.get(key), key), values);
    }
}
