package posthorn.mailbox.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.ScramOctets;

class ScramTest {

    private static final ScramKeys.Salt SALT =
            new ScramKeys.Salt(ScramOctets.fromBase64("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);

    private static Credential.ScramProof proof(String base64) {
        String nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        return new Credential.ScramProof(
                "user",
                "n=user,r=rOprNGfwEbeRWgbNEkqO",
                "r=" + nonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "c=biws,r=" + nonce,
                ScramOctets.fromBase64(base64));
    }

    /** RFC 7677 §3. */
    @Test
    void theExampleOfTheRfc() {
        ScramKeys keys = Scram.keys("pencil", SALT);
        assertEquals(
                Optional.of(ScramOctets.fromBase64("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")),
                Scram.signature(proof("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="), keys));
        assertEquals(
                Optional.empty(),
                Scram.signature(proof("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVU="), keys));
        assertEquals(Optional.empty(), Scram.signature(proof("AAAA"), keys));
    }

    /** RFC 4013 §3: what looks the same is the same, whoever typed it. */
    @Test
    void passwordsArePrepared() {
        assertEquals(Scram.keys("IX", SALT), Scram.keys("I\u00adX", SALT));
        assertEquals(Scram.keys("IX", SALT), Scram.keys("\u2168", SALT));
        assertNotEquals(Scram.keys("USER", SALT), Scram.keys("user", SALT));
        assertNotEquals(Scram.keys("a\u0007", SALT), Scram.keys("a", SALT));
    }

    @Test
    void theTextFormIsReadBack() {
        ScramKeys keys = Scram.keys("pencil", SALT);
        assertEquals(Optional.of(keys), ScramKeys.parse(keys.encode()));
        assertEquals(Optional.empty(), ScramKeys.parse(""));
        assertThrows(IllegalArgumentException.class, () -> ScramKeys.parse("SCRAM-SHA-1$1"));
        assertFalse(keys.toString().contains(keys.storedKey().base64()));
    }
}
