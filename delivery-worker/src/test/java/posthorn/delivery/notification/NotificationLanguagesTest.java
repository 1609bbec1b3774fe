package posthorn.delivery.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.delivery.notification.NotificationLanguages.Choice;
import posthorn.protocol.explanation.Language;

/** In which language a sender is told. */
class NotificationLanguagesTest {

    private final NotificationLanguages languages =
            new NotificationLanguages(
                    Map.of("xn--bcher-kva.test", Choice.DE, "both.test", Choice.BOTH), Choice.EN);

    @Test
    void whatTheSenderReadsGoesBeforeWhatItWrites() {
        String header = "Content-Language: en\r\nAccept-Language: fr, de;q=0.5\r\n\r\n";
        assertEquals(List.of(Language.GERMAN), of("a@near.test", header));
        assertEquals(List.of(Language.ENGLISH), of("a@both.test", "Content-Language: en\r\n\r\n"));
    }

    @Test
    void aLanguageThatThereIsNotSaysNothing() {
        assertEquals(
                List.of(Language.GERMAN),
                of("a@b\u00fccher.test", "Content-Language: fr\r\nSubject: x\r\n\r\n"));
    }

    @Test
    void domainDecidesAndThenTheSettingForAll() {
        assertEquals(List.of(Language.GERMAN), of("a@B\u00fccher.test", ""));
        assertEquals(List.of(Language.ENGLISH, Language.GERMAN), of("a@both.test", ""));
        assertEquals(List.of(Language.ENGLISH), of("a@near.test", ""));
        assertEquals(List.of(Language.ENGLISH), of("postmaster", ""));
    }

    @Test
    void whatStandsInTheBodyDoesNotCount() {
        assertEquals(
                List.of(Language.ENGLISH),
                of("a@near.test", "Subject: x\r\n\r\nContent-Language: de\r\n"));
    }

    @Test
    void choicesHaveNames() {
        assertEquals(Optional.of(Choice.BOTH), Choice.named("Both"));
        assertEquals(Optional.empty(), Choice.named("fr"));
    }

    private List<Language> of(String path, String head) {
        return languages.of(path, head.getBytes(StandardCharsets.UTF_8));
    }
}
