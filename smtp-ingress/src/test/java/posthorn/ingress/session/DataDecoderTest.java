package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataDecoderTest {

    /** What a decoder made of some input. */
    private record Decoded(byte[] octets, boolean ended, int left, DataDecoder decoder) {}

    @Test
    void onlyCrlfDotCrlfEndsAMessage() {
        for (String no :
                new String[] {"\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r", "\r.\r\n"}) {
            Decoded decoded = decode("a" + no + "b", 100, 100);
            assertFalse(decoded.ended(), no);
            assertTrue(decoded.decoder().bareLineBreak() || no.equals("\r\n.\r"), no);
        }
        assertTrue(decode("a\r\n.\r\n", 100, 100).ended());
        assertTrue(decode(".\r\n", 100, 100).ended());
    }

    @Test
    void nothingBehindTheEndIsTaken() {
        Decoded decoded = decode("a\r\n.\r\nQUIT\r\n", 100, 100);
        assertArrayEquals(octets("a\r\n"), decoded.octets());
        assertEquals("QUIT\r\n".length(), decoded.left());
    }

    @Test
    void stuffedDotsAreTakenOut() {
        Decoded decoded = decode("..\r\n.a\r\n...\r\n.\r\n", 100, 100);
        assertArrayEquals(octets(".\r\na\r\n..\r\n"), decoded.octets());
        assertFalse(decoded.decoder().bareLineBreak());
    }

    @Test
    void longLinesAreNoted() {
        assertFalse(decode("a".repeat(50) + "\r\n.\r\n", 1_000, 50).decoder().lineTooLong());
        assertTrue(decode("a".repeat(51) + "\r\n.\r\n", 1_000, 50).decoder().lineTooLong());
        assertFalse(
                decode(("a".repeat(40) + "\r\n").repeat(3) + ".\r\n", 1_000, 50)
                        .decoder()
                        .lineTooLong());
    }

    @Test
    void octetsAboveAsciiAreNoted() {
        assertTrue(decode("\u00e9\r\n.\r\n", 100, 100).decoder().eightBit());
        assertTrue(decode("a\u00e9\r\n.\r\n", 100, 100).decoder().eightBit());
        assertFalse(decode("e\r\n.\r\n", 100, 100).decoder().eightBit());
    }

    @Test
    void everyMessageComesOutAsItWentInInPiecesOfEverySize() {
        Random random = new Random(4521);
        for (int i = 0; i < 300; i++) {
            byte[] message = message(random);
            byte[] wire = stuffed(message);
            for (int piece = 1; piece < 20; piece++) {
                for (int room : new int[] {1, 2, 7, 100}) {
                    Decoded decoded = decode(wire, piece, room, 1_000);
                    assertTrue(decoded.ended());
                    assertFalse(decoded.decoder().bareLineBreak());
                    assertArrayEquals(message, decoded.octets());
                    assertEquals(message.length, decoded.decoder().octets());
                }
            }
        }
    }

    @Test
    void anyOctetsGiveOneResultInPiecesOfEverySize() {
        Random random = new Random(2033);
        byte[] letters = octets("\r\n.a\r\n.");
        for (int i = 0; i < 2_000; i++) {
            byte[] wire = new byte[random.nextInt(30)];
            for (int at = 0; at < wire.length; at++) {
                wire[at] = letters[random.nextInt(letters.length)];
            }
            Decoded whole = decode(wire, wire.length + 1, 100, 1_000);
            assertEquals(bare(wire, whole), whole.decoder().bareLineBreak(), () -> text(wire));
            for (int piece = 1; piece < 5; piece++) {
                Decoded decoded = decode(wire, piece, 100, 1_000);
                assertEquals(whole.ended(), decoded.ended());
                assertEquals(whole.left(), decoded.left());
                assertArrayEquals(whole.octets(), decoded.octets(), () -> text(wire));
                assertEquals(whole.decoder().bareLineBreak(), decoded.decoder().bareLineBreak());
            }
        }
    }

    @Test
    void bareLineBreaksAreMended() {
        assertEquals("a\r\nb\r\n\r\nc\r\n\r\n", mended("a\nb\r\rc\n\r\n.\r\n"));
        assertEquals("a\r\n", mended("a\r\n.\r\n"));
        assertEquals("a\r\n.\r\nb\r\n", mended("a\n.\nb\r\n.\r\n"));
        assertEquals("a\r\n.\r\nb\r\n", mended("a\r.\rb\r\n.\r\n"));
        assertEquals("a\r\n\r\nb\r\n", mended("a\r\n.\nb\r\n.\r\n"));
        assertEquals("a\r\n\r\nb\r\n", mended("a\r\n.\rb\r\n.\r\n"));
    }

    @Test
    void whatIsMendedHasNoBareLineBreakInPiecesAndRoomOfEverySize() {
        Random random = new Random(6409);
        byte[] letters = octets("\r\n.a\r\n.");
        for (int i = 0; i < 1_000; i++) {
            byte[] wire = new byte[random.nextInt(30)];
            for (int at = 0; at < wire.length; at++) {
                wire[at] = letters[random.nextInt(letters.length)];
            }
            Decoded whole = decode(wire, wire.length + 1, 100, mending());
            String text = text(whole.octets());
            String decided = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            String rest = decided.replace("\r\n", "");
            assertTrue(rest.indexOf('\r') < 0 && rest.indexOf('\n') < 0, () -> text(wire));
            assertFalse(whole.decoder().bareLineBreak());
            assertEquals(whole.octets().length, whole.decoder().octets());
            for (int room = 1; room < 5; room++) {
                Decoded decoded = decode(wire, 1 + i % 7, room, mending());
                assertEquals(whole.ended(), decoded.ended());
                if (whole.ended()) {
                    assertArrayEquals(whole.octets(), decoded.octets(), () -> text(wire));
                }
            }
        }
    }

    private static String mended(String wire) {
        Decoded decoded = decode(octets(wire), 3, 100, mending());
        assertTrue(decoded.ended(), wire);
        return text(decoded.octets());
    }

    private static DataDecoder mending() {
        return new DataDecoder(1_000, DataDecoder.BareLineBreak.REPAIR, DataDecoder.Framing.DOT);
    }

    @Test
    void nulIsNotedWhereverItStands() {
        for (String message : new String[] {"\0\r\n", "a\0b\r\n", "a\r\n\0", ".\0\r\n"}) {
            assertTrue(decode(message, 100, 100).decoder().nul(), message);
        }
        assertFalse(decode("a\r\nb\u0001\r\n.\r\n", 100, 100).decoder().nul());
    }

    /** By a rule of one line, instead of a machine; a CR at the very end is still undecided. */
    private static boolean bare(byte[] wire, Decoded decoded) {
        String taken = text(wire).substring(0, wire.length - decoded.left());
        String decided = taken.endsWith("\r") ? taken.substring(0, taken.length() - 1) : taken;
        String rest = decided.replace("\r\n", "");
        return rest.indexOf('\r') >= 0 || rest.indexOf('\n') >= 0;
    }

    private static Decoded decode(String wire, int room, int maxLine) {
        byte[] octets = wire.getBytes(StandardCharsets.ISO_8859_1);
        return decode(octets, octets.length, room, maxLine);
    }

    private static Decoded decode(byte[] wire, int piece, int room, int maxLine) {
        return decode(
                wire,
                piece,
                room,
                new DataDecoder(
                        maxLine, DataDecoder.BareLineBreak.REFUSE, DataDecoder.Framing.DOT));
    }

    private static Decoded decode(byte[] wire, int piece, int room, DataDecoder decoder) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean ended = false;
        int at = 0;
        while (at < wire.length && !ended) {
            ByteBuffer in = ByteBuffer.wrap(wire, at, Math.min(piece, wire.length - at));
            ByteBuffer taken = ByteBuffer.allocate(room);
            ended = decoder.decode(in, taken);
            out.write(taken.array(), 0, taken.position());
            at = in.position();
        }
        return new Decoded(out.toByteArray(), ended, wire.length - at, decoder);
    }

    private static byte[] message(Random random) {
        StringBuilder message = new StringBuilder();
        for (int lines = random.nextInt(6); lines > 0; lines--) {
            String[] line = {"", ".", "..", ".a", "a", "\u0001", "\u00e9", "a.b", " "};
            message.append(line[random.nextInt(line.length)]).append("\r\n");
        }
        return octets(message.toString());
    }

    private static byte[] stuffed(byte[] message) {
        String lines = ("\r\n" + text(message)).replace("\r\n.", "\r\n..").substring(2);
        return octets(lines + ".\r\nNOOP\r\n");
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), text.length());
    }
}
