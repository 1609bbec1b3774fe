package posthorn.mailbox.clientsettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.protocol.explanation.Language;

/** The words for people. */
class ClientStepsTest {

    @ParameterizedTest
    @EnumSource
    void everyProgramHasStepsAndEveryQuestionAnAnswer(Language language) {
        ClientSteps words = ClientSteps.in(language);
        Map<String, List<String>> steps = words.steps("alice@example.test", Offered.all());
        assertEquals(ClientSteps.PROGRAMS, List.copyOf(steps.keySet()));
        steps.forEach((program, told) -> {
            assertTrue(told.size() >= 3, program);
            assertTrue(told.toString().contains("mail.example.test"), program);
            assertTrue(told.toString().contains("alice@example.test"), program);
            assertFalse(told.toString().contains("{"), program);
        });
        Map<String, String> explained = words.explanations();
        assertEquals(ClientSteps.EXPLANATIONS, List.copyOf(explained.keySet()));
        explained.forEach((name, text) -> assertFalse(text.isEmpty(), name));
    }

    @Test
    void languagesSayTheSameNumberOfSteps() {
        var english = ClientSteps.in(Language.ENGLISH).steps("a@b.test", Offered.all());
        var german = ClientSteps.in(Language.GERMAN).steps("a@b.test", Offered.all());
        english.forEach((program, steps) ->
                assertEquals(
                        steps.size(), german.getOrDefault(program, List.of()).size(), program));
    }

    @Test
    void stepsSpeakOfWhatIsOffered() {
        MailServers pop = Offered.all().only(Set.of(Protocol.POP3, Protocol.SMTP));
        var steps = ClientSteps.in(Language.ENGLISH).steps("alice@example.test", pop);
        assertTrue(steps.getOrDefault("outlook", List.of()).toString().contains("choose POP"));
        assertFalse(steps.toString().contains("IMAP"), steps.toString());
        assertTrue(
                steps.getOrDefault("ios", List.of())
                        .toString()
                        .contains("POP3, mail.example.test, port 995, SSL/TLS"));
    }

    @Test
    void whereNothingIsReadNothingIsToldToBeSetUp() {
        var steps =
                ClientSteps.in(Language.ENGLISH)
                        .steps("a@b.test", Offered.all().only(Set.of(Protocol.SMTP)));
        steps.forEach((program, told) -> assertEquals(List.of(), told, program));
    }
}
