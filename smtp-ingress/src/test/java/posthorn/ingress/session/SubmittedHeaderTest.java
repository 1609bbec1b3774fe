package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.ingress.memory.SessionFixture;
import posthorn.protocol.tls.SenderWish;

/** Who may say what in a header, and what is taken out of it. */
class SubmittedHeaderTest {
    private static final String FROM = "From: alice@example.test\r\n";

    private final SessionFixture fixture = new SessionFixture();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: no From\r\n",
                "From:\r\n",
                "From: (alice@example.test)\r\n",
                "From: nobody:;\r\n",
                "From: alice@example.test\r\nFrom: alice@example.test\r\n",
                "From: alice@example.test\r\nSender: alice@example.test\r\nSender: alice@example.test\r\n",
                "From: alice@example.test\r\nSender: \r\n"
            })
    void oneFromWithAnAddressIsNeeded(String header) {
        assertEquals("554 5.6.0", submit(header + "\r\ntext\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: bob@example.test\r\n",
                "From: alice@example.test, bob@example.test\r\n",
                "From: friends: alice@example.test, bob@example.test;\r\n",
                "From: alice@example.test\r\nSender: bob@example.test\r\n",
                "From: alice@example.test\r\nsender : Bob <bob@example.test>\r\n",
                "From: alice@example.test\r\nSender: not an address\r\n"
            })
    void everyAddressHasToBeTheUsersOwn(String header) {
        assertEquals("550 5.7.1", submit(header + "\r\ntext\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fr\u0001om: bob@example.test\r\n",
                "\u00ef\u00bb\u00bfFrom: bob@example.test\r\n",
                "F\u00fcr: bob@example.test\r\n",
                " From: bob@example.test\r\n",
                "no colon\r\n",
                ": no name\r\n"
            })
    void malformedFieldNamesAreRefused(String line) {
        assertEquals("554 5.6.0", submit(FROM + "X: y\r\n" + line.stripLeading() + "\r\n"));
        assertEquals("554 5.6.0", submit(line + FROM + "\r\n"));
    }

    @Test
    void nulIsRefusedInHeaderAndBody() {
        assertEquals("554 5.6.0", submit("\0From: bob@example.test\r\n" + FROM + "\r\n"));
        assertEquals("554 5.6.0", submit("Fr\0om: bob@example.test\r\n" + FROM + "\r\n"));
        assertEquals("554 5.6.0", submit(FROM + "\r\na\0b\r\n"));
        assertEquals("554 5.6.0", receive("Subject: x\r\n\r\na\0b\r\n"));
    }

    @Test
    void ownAddressesPass() {
        assertEquals("250 2.0.0", submit(FROM + "\r\ntext\r\n"));
        assertEquals(
                "250 2.0.0",
                submit(
                        "From : Alice <ALICE+tag@example.test>\r\nSender: alice@example.test\r\n\r\n"));
    }

    @Test
    void bccIsTakenOutOfSubmittedMail() {
        String header =
                "Bcc: bob@example.test,\r\n\tcarol@example.org\r\n"
                        + FROM
                        + "bcc : x@y.example\r\nResent-Bcc: z@y.example\r\nTo: t@y.example\r\n";
        assertEquals("250 2.0.0", submit(header + "\r\nBcc: in the body\r\n"));
        assertTrue(only().endsWith("\r\n" + FROM + "To: t@y.example\r\n\r\nBcc: in the body\r\n"));
        assertSizeIsTrue();
    }

    @Test
    void bccStaysInMailOfOtherServers() {
        assertEquals("250 2.0.0", receive("Bcc: bob@example.test\r\n\r\ntext\r\n"));
        assertTrue(only().endsWith("Bcc: bob@example.test\r\n\r\ntext\r\n"));
    }

    @Test
    void bccIsTakenOutOfLargeMail() {
        String body = "x".repeat(98).concat("\r\n").repeat(400);
        assertEquals("250 2.0.0", submit("Bcc: bob@example.test\r\n" + FROM + "\r\n" + body));
        byte[] stored = fixture.bodies().stored().values().iterator().next();
        String text = new String(stored, StandardCharsets.ISO_8859_1);
        assertTrue(text.endsWith("\r\n" + FROM + "\r\n" + body));
        assertEquals(stored.length, fixture.log().appended().getFirst().message().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: mx.example.test; dkim=pass\r\n",
                "authentication-results : MX.Example.Test 1; spf=pass\r\n",
                "Authentication-Results:\r\n\t(we say) mx.example.test (really);\r\n\tdmarc=pass\r\n",
                "Authentication-Results: \"mx.example.test\"; none\r\n",
                "Authentication-Results: \"mx\\.example.test\"; none\r\n",
                "Authentication-Results: mx.example.test.; none\r\n"
            })
    void forgedResultsInOurNameAreTakenOut(String field) {
        assertEquals("250 2.0.0", receive("X: y\r\n" + field + "Subject: z\r\n\r\ntext\r\n"));
        assertTrue(only().endsWith("\r\nX: y\r\nSubject: z\r\n\r\ntext\r\n"), this::only);
        assertSizeIsTrue();
    }

    @Test
    void resultsOfOthersStay() {
        String field = "Authentication-Results: mx.example.test.evil.example; dkim=pass\r\n";
        assertEquals("250 2.0.0", receive(field + "\r\ntext\r\n"));
        assertTrue(only().contains(field));
    }

    @Test
    void senderMayNotRequireTls() {
        assertEquals(SenderWish.TLS_NOT_REQUIRED, wish("TLS-Required: No\r\n"));
        assertEquals(SenderWish.TLS_NOT_REQUIRED, wish("tls-required : NO \r\n"));
        assertEquals(SenderWish.NONE, wish("TLS-Required: Yes\r\n"));
        assertEquals(SenderWish.NONE, wish("TLS-Required: No\r\nTLS-Required: No\r\n"));
        assertEquals(SenderWish.NONE, wish(""));
    }

    private SenderWish wish(String field) {
        assertEquals("250 2.0.0", submit(field + FROM + "\r\ntext\r\n"));
        return fixture.log().appended().getLast().message().wish();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " evil: continues our field\r\n\r\ntext\r\n",
                "\tevil\r\n",
                "no field at all\r\nSubject: x\r\n\r\n"
            })
    void messageThatDoesNotBeginWithAFieldIsAllBody(String message) {
        assertEquals("250 2.0.0", receive(message));
        String text = only();
        assertTrue(text.endsWith("+0000\r\n\r\n" + message), text);
        assertEquals(0, text.indexOf("Received: "));
        assertSizeIsTrue();
    }

    @Test
    void emptyMessageHasNoSecondEmptyLine() {
        assertEquals("250 2.0.0", receive("\r\ntext\r\n"));
        assertTrue(only().endsWith("+0000\r\n\r\ntext\r\n"));
        assertFalse(only().contains("\r\n\r\n\r\n"));
    }

    private String submit(String message) {
        MemoryWire wire =
                new MemoryWire(Role.SUBMISSIONS, SessionFixture.settings(), fixture, 1_000);
        say(wire, "EHLO laptop\r\nAUTH PLAIN AGFsaWNlQGV4YW1wbGUudGVzdAB3b25kZXJsYW5k\r\n");
        return transfer(wire, "alice@example.test", message);
    }

    private String receive(String message) {
        MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, 1_000);
        say(wire, "EHLO relay.example.org\r\n");
        return transfer(wire, "carol@example.org", message);
    }

    private static String transfer(MemoryWire wire, String sender, String message) {
        say(wire, "MAIL FROM:<" + sender + ">\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n");
        wire.unread();
        say(wire, message + ".\r\n");
        String answer = wire.unread().getFirst();
        wire.leave();
        return answer.substring(0, 9);
    }

    private static void say(MemoryWire wire, String text) {
        wire.send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String only() {
        assertEquals(1, fixture.log().appended().size());
        return new String(
                fixture.log().appended().getFirst().inline(), StandardCharsets.ISO_8859_1);
    }

    private void assertSizeIsTrue() {
        assertEquals(only().length(), fixture.log().appended().getFirst().message().size());
    }
}
