package posthorn.mailbox.greylist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.memory.MemoryGreylistEntries;

/** Who has to come again, RFC 6647. */
class GreylistTest {
    private static final String NETWORK = "192.0.2.0/24";
    private static final Greylist.Times TIMES =
            new Greylist.Times(Duration.ofMinutes(5), Duration.ofDays(2), Duration.ofDays(30), 3);

    private final MemoryGreylistEntries entries = new MemoryGreylistEntries();
    private Instant now = Instant.parse("2026-11-28T10:00:00Z");
    private final Greylist greylist = new Greylist(entries, () -> now);

    private long left(String network, String sender, String recipient) {
        String domain = sender.substring(sender.indexOf('@') + 1);
        return greylist.left(new GreylistKey.Triplet(network, sender, recipient), domain, TIMES)
                .await()
                .indefinitely();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void whatIsNewWaitsAndIsKnownWhenItComesAgain() {
        assertEquals(300, left(NETWORK, "c@far.test", "a@here.test"));
        pass(Duration.ofMillis(298_500));
        assertEquals(2, left(NETWORK, "c@far.test", "a@here.test"));
        pass(Duration.ofMillis(1_500));
        assertEquals(0, left(NETWORK, "c@far.test", "a@here.test"));
        pass(Duration.ofDays(29));
        assertEquals(0, left(NETWORK, "c@far.test", "a@here.test"));
        pass(Duration.ofDays(29));
        assertEquals(0, left(NETWORK, "c@far.test", "a@here.test"));
        pass(Duration.ofDays(31));
        assertEquals(300, left(NETWORK, "c@far.test", "a@here.test"));
    }

    @Test
    void whatComesAgainTooLateIsNew() {
        left(NETWORK, "c@far.test", "a@here.test");
        pass(Duration.ofDays(2).plusSeconds(1));
        assertEquals(300, left(NETWORK, "c@far.test", "a@here.test"));
    }

    @Test
    void aNetworkOfWhichSeveralHaveComeAgainIsKnown() {
        for (String recipient : List.of("a", "b", "d")) {
            assertEquals(300, left(NETWORK, "c@far.test", recipient + "@here.test"));
            pass(Duration.ofMinutes(5));
            assertEquals(0, left(NETWORK, "c@far.test", recipient + "@here.test"));
            assertEquals(0, left(NETWORK, "c@far.test", recipient + "@here.test"));
        }
        assertEquals(0, left(NETWORK, "x@other.test", "y@here.test"));
        assertEquals(300, left("198.51.100.0/24", "x@other.test", "y@here.test"));
        for (int month = 0; month < 4; month++) {
            pass(Duration.ofDays(20));
            assertEquals(0, left(NETWORK, "x@other.test", "y@here.test"));
        }
        pass(Duration.ofDays(31));
        assertEquals(300, left(NETWORK, "x@other.test", "y@here.test"));
    }

    @Test
    void aDomainThatWasShownToSendFromThereDoesNotWait() {
        greylist.proven(new GreylistKey.Proven(NETWORK, "far.test"), TIMES.keep())
                .await()
                .indefinitely();
        assertEquals(0, left(NETWORK, "new@far.test", "a@here.test"));
        assertEquals(300, left(NETWORK, "new@other.test", "a@here.test"));
        assertEquals(300, left("198.51.100.0/24", "new@far.test", "a@here.test"));
    }
}
