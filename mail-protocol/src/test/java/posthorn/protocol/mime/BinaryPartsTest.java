package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Binary parts (RFC 3030 §3) that become base64 (RFC 2045 §6.8). */
class BinaryPartsTest {

    /** What came out. */
    private record Converted(String octets, boolean wrong) {}

    @Test
    void aBinaryMessageIsBase64() {
        assertEquals(
                "Subject: x\r\nContent-Transfer-Encoding: base64\r\nX: y\r\n\r\nAAEKDf8=\r\n",
                right(
                        "Subject: x\r\nContent-Transfer-Encoding: binary\r\nX: y\r\n\r\n\0\1\n\r\u00ff"));
    }

    @Test
    void theLineBreakInFrontOfADelimiterIsNotContent() {
        String head = "Content-Type: multipart/mixed; boundary=b\r\n";
        assertEquals(
                head
                        + "Content-Transfer-Encoding: 8bit\r\n\r\npreamble\r\n--b\r\n"
                        + "Content-Transfer-Encoding: base64\r\n"
                        + "\r\nYQ0KDQo=\r\n--b\r\n\r\ntext \u00e9\r\n--b\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n\r\n--b--\r\nepilogue",
                right(
                        head
                                + "Content-Transfer-Encoding: binary\r\n\r\npreamble\r\n--b\r\n"
                                + "content-transfer-encoding: (really) Binary\r\n\r\na\r\n\r\n"
                                + "\r\n--b\r\n\r\ntext \u00e9\r\n--b\r\n"
                                + "Content-Transfer-Encoding: binary\r\n\r\n"
                                + "\r\n--b--\r\nepilogue"));
    }

    @Test
    void whatIsNotBinaryPassesAsItCame() {
        String message =
                """
                Content-Type: multipart/mixed; boundary="a b"

                --a b
                Content-Transfer-Encoding: base64

                AAAA
                --a b\s

                --x
                --a b--
                """
                        .replace("\n", "\r\n");
        assertEquals(message, right(message));
        assertEquals("", right(""));
        assertEquals("Subject: no empty line\r\n", right("Subject: no empty line\r\n"));
        assertEquals("\r\nno last line end", right("\r\nno last line end"));
    }

    @Test
    void messagesInMessagesAreTakenApart() {
        String head =
                """
                Content-Type: multipart/digest; boundary=o

                --o

                Content-Type: multipart/mixed; boundary=oi

                --oi
                """
                        .replace("\n", "\r\n");
        String part =
                "Content-Transfer-Encoding: %s\r\n\r\n%s\r\n--o\r\n\r\nSubject: y\r\n\r\n\r\n--o--";
        assertEquals(
                head + String.format(part, "base64", "AA=="),
                right(head + String.format(part, "binary", "\0")));
    }

    @Test
    void onlyLinesStandOutsideOfBinaryParts() {
        for (String bad :
                new String[] {
                    "Subject: \0\r\n\r\n",
                    "Subject: x\n\r\n",
                    "\r\na\nb\r\n",
                    "\r\na\rb\r\n",
                    "\r\na\r",
                    "\r\n\0",
                    "\r\n" + "x".repeat(101) + "\r\n",
                    "Subject: " + "x".repeat(92) + "\r\n\r\n",
                    "X: y\r\n".repeat(11_000)
                }) {
            assertTrue(convert(octets(bad), bad.length()).wrong(), () -> bad.substring(0, 12));
        }
        assertFalse(convert(octets("\r\n" + "x".repeat(100) + "\r\n"), 50).wrong());
    }

    @Test
    void nestingIsBounded() {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b").append(i);
            deep.append("\r\n\r\n--b").append(i).append("\r\n");
        }
        assertTrue(convert(octets(deep.toString()), 1_000).wrong());
        StringBuilder many =
                new StringBuilder("Content-Type: multipart/digest; boundary=b\r\n\r\n");
        many.append("--b\r\n\r\nSubject: x\r\n\r\ntext\r\n".repeat(500)).append("--b--\r\n");
        assertEquals(many.toString(), right(many.toString()));
    }

    @Test
    void whatWasBinaryIsDecodedAgain() {
        Random random = new Random(3516);
        byte[] letters = octets("\r\n-b\0\u00ff-");
        for (int round = 0; round < 300; round++) {
            byte[] binary = new byte[random.nextInt(300)];
            for (int i = 0; i < binary.length; i++) {
                binary[i] = letters[random.nextInt(letters.length)];
            }
            String content = new String(binary, StandardCharsets.ISO_8859_1);
            String before =
                    "Content-Type: multipart/mixed; boundary=bound\r\n\r\n--bound\r\n"
                            + "Content-Transfer-Encoding: ";
            String after = "\r\n--bound--\r\n";
            byte[] wire = octets(before + "binary\r\n\r\n" + content + after);
            String whole = convert(wire, wire.length).octets();
            for (int piece : new int[] {1, 2, 3, 7}) {
                assertEquals(whole, convert(wire, piece).octets());
            }
            String encoded =
                    whole.substring(
                            (before + "base64\r\n\r\n").length(), whole.length() - after.length());
            assertArrayEquals(binary, Base64.getMimeDecoder().decode(encoded));
            assertTrue(encoded.lines().allMatch(line -> line.length() <= 76));
        }
    }

    private static String right(String message) {
        Converted whole = convert(octets(message), Math.max(1, message.length()));
        assertFalse(whole.wrong(), message);
        assertEquals(whole, convert(octets(message), 1));
        return whole.octets();
    }

    private static Converted convert(byte[] message, int piece) {
        BinaryParts parts = new BinaryParts(100);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < message.length; at += piece) {
            parts.write(message, at, Math.min(message.length, at + piece), out);
        }
        parts.finish(out);
        return new Converted(out.toString(StandardCharsets.ISO_8859_1), parts.isWrong());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
