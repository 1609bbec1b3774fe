package posthorn.protocol.explanation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A language that texts for people exist in. */
public enum Language {
    ENGLISH("en"),
    GERMAN("de");

    private static final int LONGEST_FIELD = 1000;

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** Its language tag (RFC 5646). */
    public String tag() {
        return tag;
    }

    /** The language of a tag such as {@code de-AT}; empty: none of ours. */
    public static Optional<Language> of(String tag) {
        String primary = tag.strip().toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
        for (Language language : values()) {
            if (language.tag.equals(primary)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /**
     * The first choice among ours in a field such as {@code Accept-Language: fr, de;q=0.8,
     * en;q=0.5} (RFC 3282, RFC 9110 §12.5.4) or {@code Content-Language: de, en}.
     *
     * @param field its value; only the first 1,000 characters count
     * @return empty: it names none of ours
     */
    public static Optional<Language> preferred(String field) {
        record Choice(Language language, double weight) {}
        List<Choice> choices = new ArrayList<>();
        String read = field.substring(0, Math.min(field.length(), LONGEST_FIELD));
        for (String range : read.split(",", -1)) {
            String[] parts = range.split(";", 2);
            double weight = parts.length == 2 ? weight(parts[1]) : 1;
            if (weight > 0) {
                of(parts[0]).ifPresent(language -> choices.add(new Choice(language, weight)));
            }
        }
        return choices.stream()
                .sorted(Comparator.comparingDouble(Choice::weight).reversed())
                .map(Choice::language)
                .findFirst();
    }

    private static double weight(String parameter) {
        String compact = parameter.replaceAll("\\s", "");
        if (!compact.matches("[qQ]=[01](\\.[0-9]{0,3})?")) {
            return 1;
        }
        return Double.parseDouble(compact.substring(2));
    }
}
