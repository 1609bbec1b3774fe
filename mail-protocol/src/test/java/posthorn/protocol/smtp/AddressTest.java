package posthorn.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void quotesThatAreNotNeededAreDropped() {
        assertEquals("john@example.test", mailbox("\"john\"@example.test").encode());
        assertEquals(mailbox("john@example.test"), mailbox("\"jo\\hn\"@example.test"));
        assertEquals("\"\"@example.test", mailbox("\"\"@example.test").encode());
        assertEquals("\".a\"@example.test", mailbox("\".a\"@example.test").encode());
    }

    @Test
    void caseTagAndIdnFormDoNotMatter() {
        assertEquals(key("user@example.test"), key("User+tag@EXAMPLE.Test"));
        assertEquals(key("user@b\u00fccher.test"), key("USER+x+y@xn--bcher-kva.TEST"));
        assertEquals(key("J\u00d6rg@example.test"), key("jo\u0308rg@example.test"));
        assertEquals("+user", key("+user@example.test").local());
        assertEquals(key("\"user\"@example.test"), key("user@example.test"));
        assertEquals(key("a@[IPv6:2001:db8:0::1]"), key("a@[ipv6:2001:DB8::1]"));
    }

    @Test
    void otherLettersAreOtherAddresses() {
        assertNotEquals(key("a@fa\u00df.test"), key("a@fass.test"));
        assertNotEquals(key("a.b@example.test"), key("ab@example.test"));
    }

    @Test
    void idnFoldsAsTheRegistriesDo() {
        assertEquals("xn--bcher-kva.test", folded("B\u00dccher.test"));
        assertEquals("xn--fa-hia.test", folded("fa\u00df.test"));
        assertEquals("xn--fsqu00a.xn--0zwm56d", folded("\u4f8b\u5b50.\u6d4b\u8bd5"));
        assertEquals("xn--fsqu00a.test", folded("\u4f8b\u5b50\u3002test"));
        assertEquals("xn--ls8h.test", folded("\ud83d\udca9.test"));
    }

    @Test
    void postmasterIsKnownWithAndWithoutDomain() {
        assertTrue(AddressKey.of(new ForwardPath.Postmaster("POSTMASTER")).isPostmaster());
        assertTrue(key("PostMaster@example.test").isPostmaster());
        assertEquals("postmaster", new AddressKey("postmaster", "").toString());
        assertFalse(key("postmasters@example.test").isPostmaster());
    }

    @Test
    void longNamesAndLabelsAreRefused() {
        String label = "a".repeat(63);
        assertTrue(Mailbox.parse("a@" + label + ".test").isPresent());
        assertTrue(Mailbox.parse("a@a" + label + ".test").isEmpty());
        String name = (label + ".").repeat(4) + "test";
        assertTrue(Mailbox.parse("a@" + name).isEmpty());
        assertTrue(Mailbox.parse("a".repeat(64) + "@example.test").isPresent());
        assertTrue(Mailbox.parse("a".repeat(320) + "@example.test").isEmpty());
        assertTrue(Mailbox.parse("a@" + "\u4f8b".repeat(60) + ".test").isEmpty());
    }

    @Test
    void onlyCharactersAboveAsciiMakeAnAddressInternational() {
        assertFalse(mailbox("a@xn--bcher-kva.test").isInternational());
        assertTrue(mailbox("a@b\u00fccher.test").isInternational());
        assertTrue(mailbox("\u00e9@example.test").isInternational());
    }

    @Test
    void parseUndoesEncode() {
        SmtpSamples samples = new SmtpSamples(new Random(6531));
        for (int i = 0; i < 20_000; i++) {
            Mailbox mailbox = samples.mailbox();
            assertEquals(Optional.of(mailbox), Mailbox.parse(mailbox.encode()));
            ReversePath reverse = samples.reversePath();
            assertEquals(Optional.of(reverse), ReversePath.parse(reverse.encode()));
            ForwardPath forward = samples.forwardPath();
            assertEquals(Optional.of(forward), ForwardPath.parse(forward.encode()));
            AddressKey key = AddressKey.of(mailbox);
            assertEquals(Optional.of(key), AddressKey.parse(key.toString()), mailbox::encode);
        }
    }

    private static Mailbox mailbox(String text) {
        return Mailbox.parse(text).orElseThrow();
    }

    private static AddressKey key(String text) {
        return AddressKey.of(mailbox(text));
    }

    private static String folded(String text) {
        return Domain.parse(text).orElseThrow().folded();
    }
}
