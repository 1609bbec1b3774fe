package posthorn.runtime.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.runtime.log.LoggedAddress.Form;

class LoggedAddressTest {

    private static final String ALICE = "alice@example.org";

    @AfterEach
    void full() {
        LoggedAddress.write(Form.FULL, new byte[0]);
    }

    private static byte[] key(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void inFullAnAddressIsOnlyCleaned() {
        assertEquals(ALICE, LoggedAddress.of(ALICE));
        assertEquals("a?b@example.org", LoggedAddress.of("a\nb@example.org"));
        assertEquals("-", LoggedAddress.of(null));
        assertEquals("", LoggedAddress.of(""));
        assertEquals("550 <x@y.test>", LoggedAddress.in("550 <x@y.test>"));
    }

    @Test
    void theDomainAloneStays() {
        LoggedAddress.write(Form.DOMAIN, new byte[0]);
        assertEquals("*@example.org", LoggedAddress.of(ALICE));
        assertEquals("*", LoggedAddress.of("alice"));
        assertEquals(
                "550 <*@y.test>: no *@y.test here",
                LoggedAddress.in("550 <x@y.test>: no x+z@y.test here"));
    }

    @Test
    void aHashIsTheSameForTheSameAddressAndKey() {
        LoggedAddress.write(Form.HASHED, key("one key for all pods"));
        String hashed = LoggedAddress.of(ALICE);
        assertTrue(hashed.matches("[0-9a-f]{16}@example\\.org"), hashed);
        assertEquals(hashed, LoggedAddress.of(ALICE));
        assertNotEquals(hashed, LoggedAddress.of("bob@example.org"));
        LoggedAddress.write(Form.HASHED, key("another key for them"));
        assertNotEquals(hashed, LoggedAddress.of(ALICE));
        LoggedAddress.write(Form.HASHED, new byte[0]);
        assertNotEquals(hashed, LoggedAddress.of(ALICE));
    }
}
