package posthorn.mailbox.sealing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MasterKeyTest {
    private static final byte[] SECRET = "the private half".getBytes(StandardCharsets.UTF_8);

    private final MasterKey key = MasterKey.of("a text that is hard to guess", new SecureRandom());

    @Test
    void whatWasSealedIsOpenedUnderItsNameAlone() {
        byte[] sealed = key.seal(SECRET, "a");
        assertArrayEquals(SECRET, key.open(sealed, "a"));
        assertThrows(MasterKey.CannotOpen.class, () -> key.open(sealed, "b"));
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("private"));
    }

    @Test
    void theSameSecretIsNeverSealedTheSameWay() {
        assertFalse(Arrays.equals(key.seal(SECRET, "a"), key.seal(SECRET, "a")));
    }

    @Test
    void anotherMasterKeyIsNamedAsTheReason() {
        MasterKey other = MasterKey.of("another text, hard to guess, too", new SecureRandom());
        MasterKey.CannotOpen refused =
                assertThrows(
                        MasterKey.CannotOpen.class, () -> other.open(key.seal(SECRET, "a"), "a"));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("posthorn.master-key-file"),
                refused.getMessage());
    }

    @Test
    void noOctetCanBeAnother() {
        byte[] sealed = key.seal(SECRET, "a");
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThrows(MasterKey.CannotOpen.class, () -> key.open(changed, "a"), "octet " + i);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThrows(MasterKey.CannotOpen.class, () -> key.open(cut, "a"), "cut at " + i);
        }
    }

    @Test
    void nothingOfItIsShown() {
        assertEquals("MasterKey", key.toString());
    }
}
