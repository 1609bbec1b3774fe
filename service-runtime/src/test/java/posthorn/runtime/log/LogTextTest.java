package posthorn.runtime.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class LogTextTest {

    @Test
    void wordsStay() {
        assertEquals("Grüße, 世界 😀!", LogText.clean("Grüße, 世界 😀!"));
        assertEquals("-", LogText.clean((String) null));
    }

    @Test
    void nothingBeginsALineOrMovesACursor() {
        assertEquals("a??b?c?d?e", LogText.clean("a\r\nb\u0085c\u2028d\u001be"));
        assertEquals("?[2J", LogText.clean("\u001b[2J"));
        assertEquals("a?b?", LogText.clean("a\u202eb\u200f"));
        assertEquals("??", LogText.clean("\ud800\udbff"));
    }

    @Test
    void everyCharacterThatIsNotHarmlessIsReplaced() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            String clean = LogText.clean(Character.toString(point));
            assertFalse(
                    clean.chars().anyMatch(c -> c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0)),
                    "U+" + Integer.toHexString(point));
        }
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        assertEquals(LogText.LONGEST + 1, LogText.clean("x".repeat(5_000)).length());
        String clean = LogText.clean("x".repeat(255) + "😀😀");
        assertEquals("x".repeat(255) + "😀…", clean);
    }

    @Test
    void causeIsNamed() {
        Exception problem = new IllegalStateException("outer", new RuntimeException("in\nner"));
        assertTrue(LogText.clean(problem).endsWith("outer (java.lang.RuntimeException: in?ner)"));
    }

    @Test
    void loginCannotForgeTheAddressOfAFailedSignIn() {
        String forged = "x\nsign-in failed: protocol=imap client=198.51.100.9 reason=x login=y";
        String line = SignInLog.line("pop3", forged, "192.0.2.1", "bad-credentials");
        assertEquals(1, line.lines().count());
        Matcher fail2ban =
                Pattern.compile("sign-in failed: protocol=\\S+ client=(\\S+) reason=\\S+ login=")
                        .matcher(line);
        assertTrue(fail2ban.lookingAt());
        assertEquals("192.0.2.1", fail2ban.group(1));
    }
}
