package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Content without its transfer encoding (RFC 2045 §6), whole and in pieces. */
class TransferDecoderTest {

    private static final int SEEDS = 300;

    @Test
    void quotedPrintableIsReadAsFarAsItIsSome() {
        assertEquals("a=b c\r\nd", decoded("quoted-printable", "a=3Db=20c  \nd"));
        assertEquals("joined", decoded("Quoted-Printable", "joi=\r\nn=  \ned"));
        assertEquals("=zz =4 ==A", decoded("quoted-printable", "=zz =4 =3D=A"));
        assertEquals("end", decoded("quoted-printable", "end= "));
        assertEquals("end \t", decoded("quoted-printable", "end \t"));
        assertEquals("=4\r\n1", decoded("quoted-printable", "=4\n1"));
    }

    @Test
    void base64PassesOverWhatIsNoneOfIt() {
        assertEquals("hello", decoded("BASE64", "aGVs\r\n*bG8="));
        assertEquals("aab", decoded("base64", "YQ==YWI="));
        assertEquals("as it is", decoded("x-unknown", "as it is"));
    }

    @Test
    void piecesOfAnySizeGiveWhatTheWholeGives() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] in = hostile(random);
            for (String encoding : new String[] {"base64", "quoted-printable", "7bit"}) {
                byte[] whole = TransferDecoder.decode(encoding, in, 0, in.length);
                assertArrayEquals(whole, inPieces(encoding, in, random), encoding + seed);
            }
        }
    }

    @Test
    void anAttachmentComesBack() {
        byte[] file = new byte[100_000];
        new Random(1).nextBytes(file);
        byte[] encoded = Base64.getMimeEncoder().encode(file);
        assertArrayEquals(file, inPieces("base64", encoded, new Random(2)));
    }

    private static byte[] hostile(Random random) {
        String alphabet = "=== \t\r\n\n\0aAfF09zZ+/";
        byte[] in = new byte[random.nextInt(200)];
        for (int i = 0; i < in.length; i++) {
            in[i] =
                    random.nextInt(20) == 0
                            ? (byte) random.nextInt(256)
                            : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return in;
    }

    private static byte[] inPieces(String encoding, byte[] in, Random random) {
        TransferDecoder decoder = TransferDecoder.of(encoding);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < in.length; ) {
            int next = Math.min(in.length, at + random.nextInt(10));
            out.writeBytes(decoder.next(in, at, next));
            at = next;
        }
        out.writeBytes(decoder.end());
        return out.toByteArray();
    }

    private static String decoded(String encoding, String in) {
        byte[] octets = in.getBytes(StandardCharsets.ISO_8859_1);
        return new String(
                TransferDecoder.decode(encoding, octets, 0, octets.length),
                StandardCharsets.ISO_8859_1);
    }
}
