package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.MemoryLog;
import posthorn.ingress.memory.SessionFixture;
import posthorn.protocol.smtp.ReplyDecoder;

/** Whatever a client says, in whatever pieces: replies come, nothing is thrown, nothing is kept. */
class AnyInputTest {
    private static final List<Role> ROLES = List.of(Role.MX, Role.SUBMISSION, Role.SUBMISSIONS);

    private static final String SIGN_IN =
            "EHLO laptop\r\nAUTH PLAIN AGFsaWNlQGV4YW1wbGUudGVzdAB3b25kZXJsYW5k\r\n";

    private static final String[] WORDS = {
        "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n",
        "MAIL FROM:<>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\nSubject: x\r\n",
        "text\r\n.\r\n",
        "EHLO a.example\r\n",
        "HELO a\r\n",
        "MAIL FROM:<>\r\n",
        "MAIL FROM:<alice@example.test> SIZE=10\r\n",
        "RCPT TO:<bob@example.test>\r\n",
        "RCPT TO:<alice@example.test>\r\n",
        "RCPT TO:<x@elsewhere.example>\r\n",
        "DATA\r\n",
        "From: alice@example.test\r\n",
        "\r\n",
        ".\r\n",
        "..\r\n",
        "RSET\r\n",
        "AUTH PLAIN AGFsaWNlQGV4YW1wbGUudGVzdAB3b25kZXJsYW5k\r\n",
        "AUTH LOGIN\r\n",
        "*\r\n",
        "NOOP\r\n",
        "\n",
        "\r",
        "\0\u00ff",
        "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nBDAT 4\r\na\r\n.",
        "BDAT 7\r\nx: y\r\n\r",
        "BDAT 3\r\n\nab",
        "BDAT 0\r\n",
        "MAIL FROM:<> BODY=BINARYMIME\r\nRCPT TO:<bob@example.test>\r\n",
        "BDAT 38\r\nContent-Transfer-Encoding: binary\r\n\r\n\0",
        "BDAT 8 LAST\r\n\r\n.\r\nabc",
        "BDAT 0 LAST\r\n",
        "BDAT x\r\n",
        "x".repeat(700),
        ("y".repeat(900) + "\r\n").repeat(30)
    };

    @Test
    void isAnsweredAndLeavesNothingBehind() {
        int accepted = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            accepted += play(new Random(seed), "seed " + seed);
        }
        assertTrue(accepted > 100, "only " + accepted + " messages were taken");
    }

    private static int play(Random random, String seed) {
        SessionFixture fixture = new SessionFixture();
        Role role = ROLES.get(random.nextInt(ROLES.size()));
        int piece = 1 + random.nextInt(3_000);
        MemoryWire wire = new MemoryWire(role, SessionFixture.settings(), fixture, piece);
        fixture.log().down(random.nextInt(10) == 0);
        fixture.bodies().down(random.nextInt(10) == 0);
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        if (role == Role.SUBMISSIONS) {
            input.writeBytes(SIGN_IN.getBytes(StandardCharsets.US_ASCII));
        }
        for (int i = 0; i < 60; i++) {
            String word = WORDS[random.nextInt(random.nextInt(4) == 0 ? WORDS.length : 3)];
            input.writeBytes(word.getBytes(StandardCharsets.ISO_8859_1));
        }
        wire.send(input.toByteArray());
        ReplyDecoder replies = new ReplyDecoder();
        wire.unread().forEach(l -> replies.feed((l + "\r\n").getBytes(StandardCharsets.UTF_8)));
        assertTrue(!replies.isBroken() && !replies.isPartial(), seed);
        wire.leave();
        assertEquals(0, fixture.memory().used(), seed);
        assertEquals(0, fixture.bodies().uploads(), seed);
        fixture.log().appended().forEach(message -> check(message, role, seed));
        return fixture.log().appended().size();
    }

    /** What stands on the log is whole: recipients of ours, or a user who may send to others. */
    private static void check(MemoryLog.Appended appended, Role role, String seed) {
        AcceptedMessage message = appended.message();
        boolean signedIn = message.client().user().isPresent();
        assertEquals(role.isSubmission(), signedIn, seed);
        for (AcceptedMessage.Recipient recipient : message.recipients()) {
            assertTrue(signedIn || recipient.account().isPresent(), seed);
        }
        String text = new String(appended.inline(), StandardCharsets.ISO_8859_1);
        String lines = text.replace("\r\n", "");
        assertTrue(lines.indexOf('\r') < 0 && lines.indexOf('\n') < 0, seed);
    }
}
