package posthorn.mailbox.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.content.AuthenticationView.Verdict;
import posthorn.mailbox.content.HeaderView.Person;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.mime.MessageHeader;

/** The fields of a header, and what this server found out about who has sent it. */
class HeaderViewTest {

    @Test
    void fieldsAreReadAsPeopleReadThem() {
        HeaderView view =
                HeaderView.of(
                        header(
                                """
                                From: =?utf-8?q?J=C3=B6rg?= <joerg@a.example>
                                To: Team: a@a.example, "B, C" <b@a.example>;
                                Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
                                Date: Sat, 28 Nov 2026 10:00:00 +0100 (CET)
                                Message-ID: <1@a.example>
                                References: <a@a.example> <b@a.example>
                                List-Unsubscribe: <mailto:u@l.example>, <https://l.example/u>, <javascript:a>
                                List-Unsubscribe-Post: List-Unsubscribe=One-Click
                                """));
        assertEquals(List.of(new Person("Jörg", "joerg@a.example")), view.from());
        assertEquals(
                List.of(new Person("", "a@a.example"), new Person("B, C", "b@a.example")),
                view.to());
        assertEquals("Grüße", view.subject());
        assertEquals(Instant.parse("2026-11-28T09:00:00Z"), view.date());
        assertEquals("<1@a.example>", view.messageId());
        assertEquals(List.of("<a@a.example>", "<b@a.example>"), view.references());
        assertEquals(List.of("mailto:u@l.example", "https://l.example/u"), view.unsubscribe());
        assertTrue(view.unsubscribeOneClick());
    }

    @Test
    void whatIsMissingOrBrokenIsEmpty() {
        HeaderView view = HeaderView.of(header("Date: yesterday\nMessage-ID: none\n"));
        assertEquals(List.of(), view.from());
        assertNull(view.date());
        assertEquals("", view.subject());
        assertEquals("", view.messageId());
    }

    @Test
    void ownResultsAreBelievedAndSaidInTheReadersLanguage() {
        AuthenticationView view =
                AuthenticationView.of(
                        header(
                                """
                                Authentication-Results: mx.here.example; dmarc=pass header.from=a.example;
                                  dkim=pass header.d=a.example; spf=pass smtp.mailfrom=x@a.example
                                """),
                        "MX.here.example",
                        Language.GERMAN);
        assertEquals(Verdict.CONFIRMED, view.verdict());
        assertEquals("a.example", view.domain());
        assertTrue(view.words().contains("nachgewiesen"), view.words());
        assertEquals(3, view.methods().size());
        assertEquals("a.example", view.methods().get(2).domain());
    }

    @Test
    void resultsOfOthersAreNotBelieved() {
        assertEquals(Verdict.UNCHECKED, verdict("other.example; dmarc=pass header.from=a.example"));
        assertEquals(
                Verdict.DISOWNED, verdict("mx.here.example; dmarc=fail header.from=a.example"));
        assertEquals(Verdict.SIGNED, verdict("mx.here.example; dkim=pass header.d=b.example"));
        assertEquals(
                Verdict.UNPROVEN, verdict("mx.here.example; spf=fail smtp.mailfrom=b.example"));
        assertEquals(Verdict.UNPROVEN, verdict("mx.here.example; none"));
    }

    private static Verdict verdict(String results) {
        return AuthenticationView.of(
                        header("Authentication-Results: " + results + "\n"),
                        "mx.here.example",
                        Language.ENGLISH)
                .verdict();
    }

    private static MessageHeader header(String fields) {
        return MessageHeader.of(
                (fields + "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
