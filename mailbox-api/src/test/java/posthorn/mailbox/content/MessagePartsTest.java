package posthorn.mailbox.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.content.MessageParts.Section;
import posthorn.protocol.mime.MessageStructure;

/** Which part of a message is its text and which is a file (RFC 8621 §4.1.4). */
class MessagePartsTest {

    @Test
    void messageOfOnePartIsItsPartOne() {
        MessageParts parts = parts("Subject: a\n\nhello");
        assertEquals("1", numbers(parts.text()));
        assertEquals("1", numbers(parts.html()));
        assertFalse(parts.hasAttachments());
    }

    @Test
    void alternativesGiveTextAndHtml() {
        MessageParts parts = parts(multipart("alternative", "text/plain", "text/html"));
        assertEquals("1", numbers(parts.text()));
        assertEquals("2", numbers(parts.html()));
        assertEquals("", numbers(parts.files()));
    }

    @Test
    void htmlAloneIsTextToo() {
        MessageParts parts = parts(multipart("mixed", "text/html", "application/pdf"));
        assertEquals("1", numbers(parts.text()));
        assertEquals("1", numbers(parts.html()));
        assertEquals("2", numbers(parts.files()));
        assertTrue(parts.hasAttachments());
    }

    @Test
    void picturesWithinTheTextAreFilesWithoutAPaperClip() {
        MessageParts parts =
                parts(
                        """
                        Content-Type: multipart/related; boundary=x

                        --x
                        Content-Type: text/html

                        <img src=cid:a>
                        --x
                        Content-Type: image/png
                        Content-ID: <a>

                        x
                        --x--
                        """);
        assertEquals("1", numbers(parts.html()));
        assertEquals("2", numbers(parts.files()));
        assertEquals("a", parts.files().getFirst().contentId());
        assertFalse(parts.hasAttachments());
    }

    @Test
    void attachedTextIsAFile() {
        MessageParts parts =
                parts(
                        multipart(
                                "mixed",
                                "text/plain",
                                "text/plain\nContent-Disposition: attachment; filename=a.txt",
                                "message/rfc822"));
        assertEquals("1", numbers(parts.text()));
        assertEquals("2 3", numbers(parts.files()));
    }

    @Test
    void nestedPartsHaveNestedNumbers() {
        String inner =
                "multipart/alternative; boundary=y\n\n--y\nContent-Type: text/plain\n\na\n"
                        + "--y\nContent-Type: text/html\n\nb\n--y--";
        MessageParts parts =
                parts(
                        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: "
                                + inner
                                + "\n--x\nContent-Type: image/png\n\nc\n--x--\n");
        assertEquals("1.1", numbers(parts.text()));
        assertEquals("1.2", numbers(parts.html()));
        assertEquals("2", numbers(parts.files()));
        assertTrue(parts.hasAttachments());
    }

    private static String multipart(String subtype, String... types) {
        StringBuilder message =
                new StringBuilder("Content-Type: multipart/" + subtype + "; boundary=x\n\n");
        for (String type : types) {
            message.append("--x\nContent-Type: ").append(type).append("\n\nhello\n");
        }
        return message.append("--x--\n").toString();
    }

    private static MessageParts parts(String message) {
        byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        return MessageParts.of(MessageStructure.parse(octets).root());
    }

    private static String numbers(List<Section> sections) {
        return String.join(" ", sections.stream().map(Section::number).toList());
    }
}
