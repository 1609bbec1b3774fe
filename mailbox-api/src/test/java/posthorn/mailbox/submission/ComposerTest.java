package posthorn.mailbox.submission;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.content.HeaderView;
import posthorn.mailbox.content.HeaderView.Person;
import posthorn.mailbox.content.MessageParts;
import posthorn.protocol.mime.BodyPart;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.MessageStructure;
import posthorn.protocol.mime.MessageText;
import posthorn.protocol.mime.TransferDecoder;

/** Messages of what people write. */
class ComposerTest {

    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");

    private final Composer composer = new Composer("mx.here.example");

    @Test
    void whatIsWrittenIsReadAgain() {
        Draft draft =
                new Draft(
                        new Person("Jörg Ä", "joerg@here.example"),
                        List.of(
                                new Person("Lea, S", "lea@other.example"),
                                new Person("", "max@other.example")),
                        List.of(new Person("Zoë (work)", "zoe@other.example")),
                        List.of(new Person("", "blind@other.example")),
                        "Grüße aus Köln",
                        "Schöne Grüße\n",
                        "<p>Schöne Grüße</p>",
                        "<1@other.example>",
                        List.of("<0@other.example>", "<1@other.example>"),
                        List.of(
                                new Draft.File(
                                        "Übersicht.pdf", "application/pdf", new byte[] {1, 2, 3})));
        byte[] kept = composer.kept(draft, "<2@here.example>", NOW);
        HeaderView header = HeaderView.of(MessageHeader.of(kept));
        assertEquals(List.of(draft.from()), header.from());
        assertEquals(draft.to(), header.to());
        assertEquals(draft.cc(), header.cc());
        assertEquals(draft.bcc(), header.bcc());
        assertEquals(draft.subject(), header.subject());
        assertEquals(NOW, header.date());
        assertEquals("<2@here.example>", header.messageId());
        assertEquals(List.of("<1@other.example>"), header.inReplyTo());
        assertEquals(draft.references(), header.references());
        MessageParts parts = MessageParts.of(MessageStructure.parse(kept).root());
        assertEquals("Schöne Grüße", text(kept, parts.text().getFirst().part()).strip());
        assertEquals("<p>Schöne Grüße</p>", text(kept, parts.html().getFirst().part()).strip());
        MessageParts.Section file = parts.files().getFirst();
        assertEquals("Übersicht.pdf", file.fields().fileName());
        assertArrayEquals(new byte[] {1, 2, 3}, decoded(kept, file.part()));
    }

    @Test
    void whoGetsItBlindlyIsSeenByTheAuthorAlone() {
        Draft draft = plain("subject", List.of(new Person("", "blind@other.example")));
        assertNull(composer.message(draft, "<2@here.example>", NOW).getHeaders().get("Bcc"));
        assertEquals(
                List.of("blind@other.example"),
                composer.message(draft, "<2@here.example>", NOW).getBcc());
    }

    @Test
    void nothingThatIsWrittenBecomesAFieldOfItsOwn() {
        byte[] kept =
                composer.kept(
                        plain("a\r\nX-Injected: 1\n\nbody\u0000\u007f", List.of()),
                        "<2@here.example>",
                        NOW);
        MessageHeader header = MessageHeader.of(kept);
        assertNull(header.first("X-Injected"));
        assertEquals("a  X-Injected: 1  body", HeaderView.of(header).subject());
    }

    private static Draft plain(String subject, List<Person> bcc) {
        return new Draft(
                new Person("a\r\nX-Injected: 1", "a@here.example"),
                List.of(),
                List.of(),
                bcc,
                subject,
                "text",
                null,
                "",
                List.of(),
                new ArrayList<>());
    }

    private static String text(byte[] message, BodyPart part) {
        int from = part.range().bodyOffset();
        byte[] content = new byte[part.range().bodyLength()];
        System.arraycopy(message, from, content, 0, content.length);
        return MessageText.of(part.fields(), content);
    }

    private static byte[] decoded(byte[] message, BodyPart part) {
        TransferDecoder decoder = TransferDecoder.of(part.fields().transferEncoding());
        return decoder.next(message, part.range().bodyOffset(), part.range().end());
    }
}
