package posthorn.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SaslMechanismTest {
    private static final SaslStep MALFORMED = new SaslStep.Failed(SaslStep.Reason.MALFORMED);
    private static final SaslStep CANCELLED = new SaslStep.Failed(SaslStep.Reason.CANCELLED);

    @Test
    void mechanismsAreNamedInAnyCase() {
        assertEquals(SaslMechanism.PLAIN, SaslMechanism.named("plain"));
        assertEquals(SaslMechanism.LOGIN, SaslMechanism.named("Login"));
        assertEquals(SaslMechanism.SCRAM_SHA_256_PLUS, SaslMechanism.named("scram-sha-256-plus"));
        assertNull(SaslMechanism.named("CRAM-MD5"));
    }

    @Test
    void plainWithInitialResponse() {
        assertEquals(
                password("alice@example.test", "sésame"),
                start(SaslMechanism.PLAIN, base64("\0alice@example.test\0sésame")));
    }

    @Test
    void plainAsksWithAnEmptyChallenge() {
        SaslStep.Challenge challenge = challenge(start(SaslMechanism.PLAIN, null));
        assertEquals("", challenge.base64());
        assertEquals(password("a", "b"), challenge.next().respond(base64("\0a\0b")));
    }

    @Test
    void plainTakesOnlyOnesOwnIdentity() {
        assertEquals(password("a", "b"), start(SaslMechanism.PLAIN, base64("a\0a\0b")));
        assertEquals(
                new SaslStep.Failed(SaslStep.Reason.OTHER_IDENTITY),
                start(SaslMechanism.PLAIN, base64("c\0a\0b")));
    }

    @Test
    void plainOfAnotherFormIsMalformed() {
        for (String message : new String[] {"", "a", "a\0b", "\0\0b", "\0a\0", "\0a\0b\0c"}) {
            assertEquals(MALFORMED, start(SaslMechanism.PLAIN, base64(message)), message);
        }
        assertEquals(MALFORMED, start(SaslMechanism.PLAIN, "="));
    }

    @Test
    void aLoginThatIsNobodysIsRefused() {
        String longest = "a".repeat(SaslStep.MAX_LOGIN_OCTETS);
        assertEquals(
                password(longest, "b"), start(SaslMechanism.PLAIN, base64("\0" + longest + "\0b")));
        SaslStep tooLong = new SaslStep.Failed(SaslStep.Reason.TOO_LONG);
        for (String login : new String[] {longest + "a", "ä".repeat(161)}) {
            assertEquals(tooLong, start(SaslMechanism.PLAIN, base64("\0" + login + "\0b")));
            assertEquals(tooLong, start(SaslMechanism.LOGIN, base64(login)));
        }
        for (String login : new String[] {"a\r\nb", "a\u001b[31m", "a\u0085"}) {
            assertEquals(MALFORMED, start(SaslMechanism.PLAIN, base64("\0" + login + "\0b")));
            assertEquals(MALFORMED, start(SaslMechanism.LOGIN, base64(login)));
        }
    }

    @Test
    void loginAsksForNameAndPassword() {
        SaslStep.Challenge name = challenge(start(SaslMechanism.LOGIN, null));
        assertEquals(base64("Username:"), name.base64());
        SaslStep.Challenge password = challenge(name.next().respond(base64("alice")));
        assertEquals(base64("Password:"), password.base64());
        assertEquals(password("alice", "pw"), password.next().respond(base64("pw")));
    }

    @Test
    void loginTakesTheNameAsInitialResponse() {
        SaslStep.Challenge password = challenge(start(SaslMechanism.LOGIN, base64("alice")));
        assertEquals(password("alice", "pw"), password.next().respond(base64("pw")));
        assertEquals(MALFORMED, password.next().respond(""));
        assertEquals(MALFORMED, start(SaslMechanism.LOGIN, "="));
    }

    @Test
    void aStarCancelsButNotAsInitialResponse() {
        assertEquals(CANCELLED, challenge(start(SaslMechanism.PLAIN, null)).next().respond("*"));
        assertEquals(
                CANCELLED, challenge(start(SaslMechanism.LOGIN, base64("a"))).next().respond("*"));
        assertEquals(MALFORMED, start(SaslMechanism.PLAIN, "*"));
    }

    @Test
    void whatIsNoBase64OrNoUtf8IsMalformed() {
        for (String line :
                new String[] {
                    "AGEA Yg==", "AGEAYg", "AGEAYg=", "!!!!", "AGEA/w==", "=", "AGEAYg==\r"
                }) {
            assertEquals(
                    MALFORMED,
                    challenge(start(SaslMechanism.PLAIN, null)).next().respond(line),
                    line);
        }
    }

    @Test
    void aLineLongerThanTheLimitIsTooLong() {
        assertEquals(
                new SaslStep.Failed(SaslStep.Reason.TOO_LONG),
                start(SaslMechanism.PLAIN, "A".repeat(SaslResponse.MAX_LINE + 4)));
    }

    @Test
    void passwordsAreNotShown() {
        assertFalse(password("alice", "secret").toString().contains("secret"));
    }

    private static SaslStep start(SaslMechanism mechanism, @Nullable String initial) {
        return mechanism.start(initial, SaslOffer.NONE);
    }

    private static SaslStep password(String login, String password) {
        return new SaslStep.Credentials(new Credential.Password(login, password));
    }

    private static SaslStep.Challenge challenge(SaslStep step) {
        return assertInstanceOf(SaslStep.Challenge.class, step);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
