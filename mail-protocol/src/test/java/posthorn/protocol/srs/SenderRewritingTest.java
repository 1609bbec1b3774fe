package posthorn.protocol.srs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.protocol.smtp.Domain;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.srs.SenderRewriting.Reversal;

class SenderRewritingTest {

    private static final byte[] SECRET = "tops3cr3t".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.ofEpochSecond(1_577_836_860);

    private final SenderRewriting srs =
            new SenderRewriting(SECRET, SenderRewriting.USUAL_HASH, Duration.ofDays(21));

    private static Mailbox mailbox(String address) {
        return Mailbox.parse(address).orElseThrow();
    }

    private String forward(String sender, String forwarder) {
        return srs.forward(mailbox(sender), Domain.parse(forwarder).orElseThrow(), NOW).encode();
    }

    private String reverse(String address, Instant at) {
        Optional<Reversal> reversal = srs.reverse(mailbox(address), at);
        return switch (reversal.orElse(null)) {
            case null -> "none";
            case Reversal.Returned(Mailbox to) -> to.encode();
            case Reversal.Forged() -> "forged";
            case Reversal.Expired() -> "expired";
        };
    }

    /** What other implementations make of the same secret, day and addresses. */
    @ParameterizedTest
    @CsvSource({
        "test@otherdomain.com, SRS0=vmyz=2W=otherdomain.com=test@example.com",
        "SRS0=opaque+string@otherdomain.com, SRS1=chaI=otherdomain.com==opaque+string@example.com"
    })
    void addressesAreThoseOfOthers(String sender, String rewritten) {
        assertEquals(rewritten, forward(sender, "example.com"));
        assertEquals(sender, reverse(rewritten, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.org",
                "bounces+1-bob=example.net@mail.example.org",
                "\"a b\"@example.org",
                "j\u00fcrgen@b\u00fccher.example",
                "x=y=z@example.org"
            })
    void whatIsRewrittenComesBack(String sender) {
        String first = forward(sender, "one.example");
        String second = forward(first, "two.example");
        String third = forward(second, "three.example");
        assertTrue(second.contains("SRS1=") && third.contains("SRS1="), third);
        assertEquals(
                second.length() - "two.example".length(),
                third.length() - "three.example".length());
        assertEquals(first, reverse(second, NOW));
        assertEquals(first, reverse(third, NOW));
        Mailbox back = mailbox(reverse(first, NOW));
        assertEquals(mailbox(sender).local(), back.local());
        assertEquals(mailbox(sender).domain().folded(), back.domain().folded());
    }

    @Test
    void caseOfLettersMayChangeOnTheWay() {
        String rewritten = forward("Alice@example.org", "one.example");
        assertEquals("alice@example.org", reverse(rewritten.toLowerCase(Locale.ROOT), NOW));
    }

    @Test
    void changedOnesAreForged() {
        String rewritten = forward("alice@example.org", "one.example");
        assertEquals("forged", reverse(rewritten.replace("alice", "bob"), NOW));
        assertEquals("forged", reverse(rewritten.replace("example.org", "example.net"), NOW));
        assertEquals("forged", reverse("SRS0=x@one.example", NOW));
        assertEquals("forged", reverse("SRS1=x=y@one.example", NOW));
        SenderRewriting other =
                new SenderRewriting(
                        new byte[] {1}, SenderRewriting.USUAL_HASH, Duration.ofDays(21));
        assertEquals(Optional.of(new Reversal.Forged()), other.reverse(mailbox(rewritten), NOW));
    }

    @Test
    void oldOnesHaveExpired() {
        String rewritten = forward("alice@example.org", "one.example");
        assertEquals("alice@example.org", reverse(rewritten, NOW.plus(Duration.ofDays(21))));
        assertEquals("expired", reverse(rewritten, NOW.plus(Duration.ofDays(22))));
        assertEquals("expired", reverse(rewritten, NOW.minus(Duration.ofDays(2))));
    }

    @Test
    void othersAreNone() {
        assertEquals("none", reverse("alice@one.example", NOW));
        assertEquals("none", reverse("srs0@one.example", NOW));
        assertFalse(SenderRewriting.isRewritten(mailbox("SRS0x@one.example")));
        assertTrue(SenderRewriting.isRewritten(mailbox("srs1-x@one.example")));
    }
}
