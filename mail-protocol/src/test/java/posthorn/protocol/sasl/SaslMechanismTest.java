package posthorn.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SaslMechanismTest {
    private static final SaslStep MALFORMED = new SaslStep.Failed(SaslStep.Reason.MALFORMED);
    private static final SaslStep CANCELLED = new SaslStep.Failed(SaslStep.Reason.CANCELLED);

    @Test
    void mechanismsAreNamedInAnyCase() {
        assertEquals(SaslMechanism.PLAIN, SaslMechanism.named("plain"));
        assertEquals(SaslMechanism.LOGIN, SaslMechanism.named("Login"));
        assertNull(SaslMechanism.named("CRAM-MD5"));
    }

    @Test
    void plainWithInitialResponse() {
        assertEquals(
                new SaslStep.Credentials("alice@example.test", "sésame"),
                SaslMechanism.PLAIN.start(base64("\0alice@example.test\0sésame")));
    }

    @Test
    void plainAsksWithAnEmptyChallenge() {
        SaslStep.Challenge challenge = challenge(SaslMechanism.PLAIN.start(null));
        assertEquals("", challenge.base64());
        assertEquals(
                new SaslStep.Credentials("a", "b"), challenge.next().respond(base64("\0a\0b")));
    }

    @Test
    void plainTakesOnlyOnesOwnIdentity() {
        assertEquals(
                new SaslStep.Credentials("a", "b"), SaslMechanism.PLAIN.start(base64("a\0a\0b")));
        assertEquals(
                new SaslStep.Failed(SaslStep.Reason.OTHER_IDENTITY),
                SaslMechanism.PLAIN.start(base64("c\0a\0b")));
    }

    @Test
    void plainOfAnotherFormIsMalformed() {
        for (String message : new String[] {"", "a", "a\0b", "\0\0b", "\0a\0", "\0a\0b\0c"}) {
            assertEquals(MALFORMED, SaslMechanism.PLAIN.start(base64(message)), message);
        }
        assertEquals(MALFORMED, SaslMechanism.PLAIN.start("="));
    }

    @Test
    void aLoginThatIsNobodysIsRefused() {
        String longest = "a".repeat(SaslStep.MAX_LOGIN_OCTETS);
        assertEquals(
                new SaslStep.Credentials(longest, "b"),
                SaslMechanism.PLAIN.start(base64("\0" + longest + "\0b")));
        SaslStep tooLong = new SaslStep.Failed(SaslStep.Reason.TOO_LONG);
        for (String login : new String[] {longest + "a", "ä".repeat(161)}) {
            assertEquals(tooLong, SaslMechanism.PLAIN.start(base64("\0" + login + "\0b")));
            assertEquals(tooLong, SaslMechanism.LOGIN.start(base64(login)));
        }
        for (String login : new String[] {"a\r\nb", "a\u001b[31m", "a\u0085"}) {
            assertEquals(MALFORMED, SaslMechanism.PLAIN.start(base64("\0" + login + "\0b")));
            assertEquals(MALFORMED, SaslMechanism.LOGIN.start(base64(login)));
        }
    }

    @Test
    void loginAsksForNameAndPassword() {
        SaslStep.Challenge name = challenge(SaslMechanism.LOGIN.start(null));
        assertEquals(base64("Username:"), name.base64());
        SaslStep.Challenge password = challenge(name.next().respond(base64("alice")));
        assertEquals(base64("Password:"), password.base64());
        assertEquals(
                new SaslStep.Credentials("alice", "pw"), password.next().respond(base64("pw")));
    }

    @Test
    void loginTakesTheNameAsInitialResponse() {
        SaslStep.Challenge password = challenge(SaslMechanism.LOGIN.start(base64("alice")));
        assertEquals(
                new SaslStep.Credentials("alice", "pw"), password.next().respond(base64("pw")));
        assertEquals(MALFORMED, password.next().respond(""));
        assertEquals(MALFORMED, SaslMechanism.LOGIN.start("="));
    }

    @Test
    void aStarCancelsButNotAsInitialResponse() {
        assertEquals(CANCELLED, challenge(SaslMechanism.PLAIN.start(null)).next().respond("*"));
        assertEquals(
                CANCELLED, challenge(SaslMechanism.LOGIN.start(base64("a"))).next().respond("*"));
        assertEquals(MALFORMED, SaslMechanism.PLAIN.start("*"));
    }

    @Test
    void whatIsNoBase64OrNoUtf8IsMalformed() {
        for (String line :
                new String[] {
                    "AGEA Yg==", "AGEAYg", "AGEAYg=", "!!!!", "AGEA/w==", "=", "AGEAYg==\r"
                }) {
            assertEquals(
                    MALFORMED,
                    challenge(SaslMechanism.PLAIN.start(null)).next().respond(line),
                    line);
        }
    }

    @Test
    void aLineLongerThanTheLimitIsTooLong() {
        assertEquals(
                new SaslStep.Failed(SaslStep.Reason.TOO_LONG),
                SaslMechanism.PLAIN.start("A".repeat(SaslResponse.MAX_LINE + 4)));
    }

    @Test
    void passwordsAreNotShown() {
        assertFalse(new SaslStep.Credentials("alice", "secret").toString().contains("secret"));
    }

    private static SaslStep.Challenge challenge(SaslStep step) {
        return assertInstanceOf(SaslStep.Challenge.class, step);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
