package posthorn.mailbox.secondfactor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One-time codes by time: RFC 6238. */
class TotpTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    private static final long STEP = 30_000;

    /** The last six of the eight digits of RFC 6238, Appendix B, for SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheRfc(long seconds, String code) {
        assertEquals(code, Totp.code(SECRET, seconds / 30));
        assertEquals(OptionalLong.of(seconds / 30), Totp.step(SECRET, code, seconds * 1000, 0));
    }

    @Test
    void clockOfTheAppMayBeOneStepOff() {
        long now = 1000 * STEP;
        String code = Totp.code(SECRET, 1000);
        assertEquals(OptionalLong.of(1000), Totp.step(SECRET, code, now - STEP, 0));
        assertEquals(OptionalLong.of(1000), Totp.step(SECRET, code, now + STEP, 0));
        assertEquals(OptionalLong.empty(), Totp.step(SECRET, code, now - 2 * STEP, 0));
        assertEquals(OptionalLong.empty(), Totp.step(SECRET, code, now + 2 * STEP, 0));
    }

    @Test
    void noCodeIsTakenTwice() {
        String code = Totp.code(SECRET, 1000);
        assertEquals(OptionalLong.of(1000), Totp.step(SECRET, code, 1000 * STEP, 999));
        assertEquals(OptionalLong.empty(), Totp.step(SECRET, code, 1000 * STEP, 1000));
        assertEquals(OptionalLong.empty(), Totp.step(SECRET, code, 1000 * STEP, 1001));
    }

    @Test
    void whatIsNoCodeIsWrong() {
        for (String text : new String[] {"", "12345", "1234567", "abcdef", "１２３４５６"}) {
            assertEquals(OptionalLong.empty(), Totp.step(SECRET, text, 1000 * STEP, 0));
        }
    }

    @Test
    void appReadsTheSecretFromAUri() {
        assertEquals("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.text(SECRET));
        assertEquals(
                "otpauth://totp/mail.example:al%20ice%40example.org?secret="
                        + "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=mail.example&algorithm=SHA1&digits=6&period=30",
                Totp.uri(SECRET, "mail.example", "al ice@example.org"));
    }
}
