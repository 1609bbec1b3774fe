package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuotedPrintableTest {

    @Test
    void keepsPlainTextAndItsLineEnds() {
        assertEquals("a b\r\nc\r\n", encode("a b\r\nc\r\n"));
    }

    @Test
    void encodesWhatIsNotPlain() {
        assertEquals("=C3=BC =3D =0A", encode("ü = \n"));
    }

    @Test
    void encodesSpaceAtTheEndOfALine() {
        assertEquals("a=20\r\nb=09", encode("a \r\nb\t"));
    }

    @Test
    void noLineIsLongerThan76() {
        String encoded = encode("ü".repeat(200) + "\r\n" + "x".repeat(300));
        assertTrue(encoded.lines().allMatch(line -> line.length() <= 76));
        assertEquals(
                "x".repeat(300),
                encoded.substring(encoded.lastIndexOf("BC") + 2).replace("=\r\n", "").strip());
    }

    private static String encode(String text) {
        return QuotedPrintable.encode(text.getBytes(StandardCharsets.UTF_8));
    }
}
