package posthorn.mailbox.clientsettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Another program's reader reads what is drawn. */
class QrCodeTest {

    private static BitMatrix drawn(String svg) {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) \\1\"").matcher(svg);
        assertTrue(box.find(), svg);
        int side = Integer.parseInt(box.group(1)) - 8;
        BitMatrix bits = new BitMatrix(side);
        Matcher module = Pattern.compile("M(\\d+),(\\d+)h1v1h-1z").matcher(svg);
        while (module.find()) {
            bits.set(Integer.parseInt(module.group(1)) - 4, Integer.parseInt(module.group(2)) - 4);
        }
        return bits;
    }

    @Test
    void codeSaysTheText() throws Exception {
        String link = "https://mail.example.org/mail/setup/AbC_-1.qz3k1x.0123456789abcdefghij_-";
        assertEquals(link, new Decoder().decode(drawn(QrCode.svg(link))).getText());
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> QrCode.svg("a".repeat(3000)));
    }
}
