package posthorn.mailbox.signin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Argon2idTest {

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The answer is that of the reference implementation's own command. */
    @Test
    void theHashIsThatOfTheReference() {
        for (Argon2id argon2 : new Argon2id[] {new JavaArgon2id(), Argon2id.fastest()}) {
            byte[] hash = argon2.hash(ascii("correct horse"), ascii("0123456789abcdef"));
            assertEquals(
                    "rk2Mi3E4dgRMg0fHaYaptWVZRKqs//6b6k3/nntqGJk",
                    Base64.getEncoder().withoutPadding().encodeToString(hash));
        }
    }

    @Test
    void bothAgreeOnPasswordsOfAllLengths() {
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 63, 64, 1000}) {
            byte[] password = new byte[length];
            byte[] salt = new byte[16];
            random.nextBytes(password);
            random.nextBytes(salt);
            assertArrayEquals(
                    new JavaArgon2id().hash(password, salt),
                    Argon2id.fastest().hash(password, salt));
        }
    }
}
