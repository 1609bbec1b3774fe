package posthorn.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import posthorn.protocol.smtp.DotStuffing.LineEnd;

class DotStuffingTest {

    @Test
    void dotsAtTheStartOfLinesAreDoubled() {
        for (LineEnd lineEnd : LineEnd.values()) {
            assertEquals("..a\r\n...\r\nb.c\r\n.\r\n", sent(lineEnd, ".a\r\n..\r\nb.c\r\n"));
            assertEquals(".\r\n", sent(lineEnd, ""));
        }
    }

    @Test
    void aLastLineWithoutAnEndGetsOne() {
        for (LineEnd lineEnd : LineEnd.values()) {
            assertEquals("..\r\n.\r\n", sent(lineEnd, "."));
            assertEquals("a\r\r\n.\r\n", sent(lineEnd, "a\r"));
        }
    }

    @Test
    void aBareLineFeedEndsALineOnlyWhereItIsTakenForOne() {
        assertEquals("a\n.b\n\r\n.\r\n", sent(LineEnd.CRLF, "a\n.b\n"));
        assertEquals("a\n..b\n.\r\n", sent(LineEnd.LF, "a\n.b\n"));
        assertEquals("a\r.b\r\n.\r\n", sent(LineEnd.LF, "a\r.b"));
    }

    /** However the text is cut, what goes out is the same. */
    private static String sent(LineEnd lineEnd, String text) {
        String whole = sent(lineEnd, text, Integer.MAX_VALUE);
        for (int size = 1; size <= text.length(); size++) {
            assertEquals(whole, sent(lineEnd, text, size), "in pieces of " + size);
        }
        return whole;
    }

    private static String sent(LineEnd lineEnd, String text, int size) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DotStuffing stuffing = new DotStuffing(lineEnd);
        int at = 0;
        while (at < octets.length) {
            int to = (int) Math.min(octets.length, (long) at + size);
            stuffing.write(octets, at, to, out::write);
            at = to;
        }
        out.writeBytes(stuffing.end());
        return out.toString(StandardCharsets.US_ASCII);
    }
}
