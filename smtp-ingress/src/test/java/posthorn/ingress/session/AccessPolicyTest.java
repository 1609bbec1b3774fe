package posthorn.ingress.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.MemoryScanner;
import posthorn.ingress.memory.SessionFixture;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

/** What the session makes of policies and scanners; the dialogues are transcripts. */
class AccessPolicyTest {
    private final SessionFixture fixture = new SessionFixture();

    private MemoryWire onMx() {
        MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, 10_000);
        wire.unread();
        return wire;
    }

    private static void say(MemoryWire wire, String text) {
        wire.send(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String message(String text) {
        return "MAIL FROM:<carol@example.org>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n"
                + "From: carol@example.org\r\n\r\n"
                + text
                + "\r\n.\r\n";
    }

    private static String large(String text) {
        return ("x".repeat(998) + "\r\n").repeat(60) + text;
    }

    @Test
    void aClientThatConnectsTooOftenIsToldSoInThePlaceOfTheGreeting() {
        AccessPolicy tooOften =
                new OnConnection(
                        Refusal.of(
                                RejectReason.CONNECTING_TOO_OFTEN,
                                "192.0.2.1",
                                "3",
                                "1 minute",
                                "40 seconds"));
        SmtpSession session =
                new SmtpSession(
                        SessionFixture.settings(),
                        Role.MX,
                        Client.connected("192.0.2.1", "192.0.2.2", Optional.empty()),
                        new SessionOffers(true, false, SaslOffer.NONE),
                        with(tooOften),
                        fixture.memory().share("192.0.2.1"));
        List<Action> actions = session.opened();
        Action.Say words = (Action.Say) actions.get(1);
        assertEquals(
                "421 4.7.0 Too many connections from 192.0.2.1: 3 within 1 minute are taken; try"
                        + " again in 40 seconds, and send several messages in one connection\r\n",
                words.reply().encode());
        assertEquals(new Action.Close(), actions.getLast());
    }

    @Test
    void aConnectionOfAProxyCountsForTheClientThatItNames() {
        fixture.trustPeers(true);
        fixture.access().connections(1);
        for (int proxy = 0; proxy < 3; proxy++) {
            MemoryWire wire = new MemoryWire(Role.MX, SessionFixture.settings(), fixture, 10_000);
            assertTrue(wire.unread().getFirst().startsWith("220 "));
            say(wire, "EHLO proxy\r\n");
            wire.unread();
            say(wire, "XCLIENT ADDR=198.51.100.3\r\n");
            String said = wire.unread().getFirst();
            assertTrue(said.startsWith(proxy == 0 ? "220 " : "421 4.7.0 "), said);
        }
    }

    private SessionResources with(AccessPolicy access) {
        SessionResources usual = fixture.resources();
        return new SessionResources(
                usual.admission(),
                usual.memory(),
                usual.clock(),
                usual.refused(),
                access,
                usual.scanner(),
                usual.ids());
    }

    private record OnConnection(Refusal refusal) implements AccessPolicy {
        @Override
        public Optional<Refusal> connected(Client client) {
            return Optional.of(refusal);
        }

        @Override
        public Optional<Refusal> mail(Client client) {
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> recipient(Client client, Optional<String> account) {
            return Optional.empty();
        }

        @Override
        public boolean looksUp(Client client) {
            return false;
        }

        @Override
        public Optional<Refusal> admit(Client client, ReversePath sender, ForwardPath recipient) {
            return Optional.empty();
        }

        @Override
        public void accepted(AcceptedMessage message) {
            throw new IllegalStateException("nothing is accepted");
        }
    }

    @Test
    void junkIsTakenAndSaysWhy() {
        fixture.scanner().on(false);
        MemoryWire wire = onMx();
        say(wire, "EHLO relay.example.org\r\n" + message(MemoryScanner.JUNK));
        AcceptedMessage taken = fixture.log().appended().getFirst().message();
        assertEquals(Optional.of("words: score 9"), taken.junk());
        assertEquals("words=junk (score 9)", taken.findings());
        assertEquals("X-Spam-Status: Yes, score=9\r\n", taken.scan().orElseThrow().fields());
        assertEquals(List.of(taken), fixture.access().accepted());
    }

    @Test
    void aLargeMessageIsReadFromWhereItIsStoredAndGoneWhenItIsRefused() {
        fixture.scanner().on(false);
        MemoryWire wire = onMx();
        say(wire, "EHLO relay.example.org\r\n" + message(large(MemoryScanner.SAMPLE)));
        assertTrue(wire.unread().getLast().startsWith("554 5.7.1 "));
        assertTrue(fixture.bodies().stored().isEmpty());
        assertTrue(
                wire.events().stream().anyMatch(SessionEvent.Scanned.class::isInstance),
                "nothing is logged");
        say(wire, message(large("harmless")));
        assertTrue(wire.unread().getLast().startsWith("250 2.0.0 "));
        assertEquals(1, fixture.bodies().stored().size());
        assertEquals(0, fixture.memory().used());
    }

    @Test
    void whatIsRefusedForAnotherReasonIsNotLookedInto() {
        fixture.scanner().on(true);
        MemoryWire wire = onMx();
        say(wire, "EHLO relay.example.org\r\n" + message("a line\nwith a bare line feed"));
        List<String> said = wire.unread();
        assertTrue(said.getLast().startsWith("554 5.6.0 "), said.toString());
    }

    @Test
    void messagesOfUsersAreLookedIntoToo() {
        fixture.scanner().on(false);
        MemoryWire wire =
                new MemoryWire(Role.SUBMISSIONS, SessionFixture.settings(), fixture, 10_000);
        say(
                wire,
                "EHLO laptop\r\nAUTH PLAIN AGFsaWNlQGV4YW1wbGUudGVzdAB3b25kZXJsYW5k\r\n"
                        + "MAIL FROM:<alice@example.test>\r\nRCPT TO:<dave@elsewhere.example>\r\n"
                        + "DATA\r\nFrom: alice@example.test\r\n\r\n"
                        + MemoryScanner.SAMPLE
                        + "\r\n.\r\n");
        assertTrue(wire.unread().getLast().startsWith("554 5.7.1 "));
        assertFalse(wire.closed());
    }
}
