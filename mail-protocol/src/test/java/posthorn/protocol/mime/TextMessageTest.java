package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextMessageTest {

    private static MessageHeader header(TextMessage message) {
        return MessageHeader.of(message.toOctets());
    }

    private static String subject(String given) {
        HeaderField field =
                header(new TextMessage("a@here.test", "b@here.test", given, "x")).first("Subject");
        return field == null ? "" : EncodedWords.decode(field.value());
    }

    @Test
    void subjectReadsAsItWasGiven() {
        assertEquals("plain", subject("plain"));
        String german =
                "Ich bin f\u00fcr lange Zeit verreist und \u00fcber die B\u00fccher gebeugt "
                        .repeat(3);
        assertEquals(german.strip(), subject(german));
        assertEquals("=?utf-8?B?eA==?=", subject("=?utf-8?B?eA==?="));
    }

    @Test
    void linesOfAHeaderAreBounded() {
        TextMessage message =
                new TextMessage("a@here.test", "b@here.test", "\u00fc".repeat(500), "x");
        String octets = new String(message.toOctets(), StandardCharsets.US_ASCII);
        assertTrue(octets.lines().allMatch(line -> line.length() <= 90), octets);
    }

    @Test
    void nothingAddsFieldsOfItsOwn() {
        TextMessage message =
                new TextMessage("a@here.test", "b@here.test", "x\r\nBcc: all@there.test", "text");
        message.field("In-Reply-To", "<a@b>\r\nBcc: all@there.test");
        assertEquals(null, header(message).first("Bcc"));
    }

    @Test
    void textHasCrlfAndIsEncoded() {
        String message =
                new String(
                        new TextMessage("a@here.test", "b@here.test", "s", "eins\nzw\u00f6lf")
                                .date(Instant.EPOCH)
                                .toOctets(),
                        StandardCharsets.US_ASCII);
        assertTrue(message.endsWith("\r\n\r\neins\r\nzw=C3=B6lf\r\n"), message);
        assertTrue(message.contains("Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n"), message);
    }

    @Test
    void onlyAddressesNeedUtf8() {
        assertFalse(new TextMessage("a@here.test", "b@here.test", "\u00fc", "\u00fc").needsUtf8());
        assertTrue(new TextMessage("a@here.test", "\u00fc@here.test", "s", "t").needsUtf8());
    }
}
