package posthorn.mailbox.deliverytest;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import posthorn.mailbox.deliverytest.DeliveryTest.Reason;
import posthorn.mailbox.deliverytest.DeliveryTest.Step;
import posthorn.mailbox.deliverytest.RoundTrip.TestMessage;
import posthorn.protocol.explanation.Language;

/**
 * What a step's outcome says to people, and what they can do, in {@code
 * delivery-test.<language>.properties}: {@code imap.not-there} is what is said of a part, else
 * {@code not-there}; with {@code .do} behind it, what to do.
 */
public final class TestWords {

    private static final Map<Language, TestWords> ALL = all();

    private final Properties texts = new Properties();

    private TestWords(Language language) {
        String file = "delivery-test." + language.tag() + ".properties";
        try (InputStream in = TestWords.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Language, TestWords> all() {
        Map<Language, TestWords> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            all.put(language, new TestWords(language));
        }
        return all;
    }

    /** The words in a language. */
    public static TestWords in(Language language) {
        return Optional.ofNullable(ALL.get(language)).orElseThrow();
    }

    /** What came of a step, a sentence or two; empty: nothing yet. */
    public String what(Step step) {
        String said = text(step, "").orElse("");
        return step.detail().isEmpty() || step.outcome() == DeliveryTest.Outcome.DONE
                ? said
                : said + " (" + step.detail() + ")";
    }

    /** What to do about it; empty: nothing. */
    public Optional<String> advice(Step step) {
        return text(step, ".do");
    }

    private Optional<String> text(Step step, String end) {
        if (step.reason() == Reason.NONE) {
            return Optional.empty();
        }
        String reason = step.reason().name().toLowerCase(Locale.ROOT).replace('_', '-') + end;
        String part = step.part().name().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(texts.getProperty(part + "." + reason))
                .or(() -> Optional.ofNullable(texts.getProperty(reason)));
    }

    /** The message of a test. */
    TestMessage message(String id) {
        return new TestMessage(
                id,
                texts.getProperty("message.subject") + " " + id,
                texts.getProperty("message.text") + "\r\n");
    }
}
