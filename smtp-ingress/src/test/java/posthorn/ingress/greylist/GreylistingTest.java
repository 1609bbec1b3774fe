package posthorn.ingress.greylist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.ingress.authentication.AuthenticationFacts;
import posthorn.ingress.authentication.AuthenticationRequest;
import posthorn.ingress.authentication.HeloName;
import posthorn.ingress.memory.MemoryDns;
import posthorn.ingress.memory.MemoryGreylist;
import posthorn.protocol.arc.ArcOutcome;
import posthorn.protocol.dns.ReverseNames;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.spf.SpfCheck;
import posthorn.protocol.spf.SpfOutcome;
import posthorn.protocol.spf.SpfRequest;

class GreylistingTest {
    private static final Duration DELAY = Duration.ofMinutes(5);
    private static final ReversePath CAROL = ReversePath.parse("carol@far.test").orElseThrow();
    private static final ReversePath DAVE = ReversePath.parse("dave@far.test").orElseThrow();
    private static final ForwardPath ALICE = ForwardPath.parse("alice@here.test").orElseThrow();
    private static final String NETWORK = "192.0.2.0/24";

    private final MemoryGreylist store = new MemoryGreylist(DELAY);
    private final Greylisting greylisting = new Greylisting(store, Runnable::run);

    @Test
    void aTripletWaitsOnceWhateverItsCase() {
        assertEquals(Optional.of(DELAY), greylisting.left(NETWORK, CAROL, ALICE));
        store.pass(Duration.ofMinutes(4));
        assertEquals(
                Optional.of(Duration.ofMinutes(1)),
                greylisting.left(
                        NETWORK, ReversePath.parse("CAROL@far.test").orElseThrow(), ALICE));
        store.pass(Duration.ofMinutes(1));
        assertEquals(Optional.empty(), greylisting.left(NETWORK, CAROL, ALICE));
        assertEquals(Optional.of(DELAY), greylisting.left("198.51.100.0/24", CAROL, ALICE));
    }

    @Test
    void whatIsKnownIsNotAskedForAgain() {
        greylisting.left(NETWORK, CAROL, ALICE);
        store.pass(DELAY);
        for (int i = 0; i < 5; i++) {
            assertTrue(greylisting.left(NETWORK, CAROL, ALICE).isEmpty());
        }
        assertEquals(2, store.asked());
    }

    @Test
    void aDomainThatSpfHasShownDoesNotWaitAtThatNetwork() {
        greylisting.accepted(NETWORK, CAROL, facts("192.0.2.1", CAROL));
        assertTrue(greylisting.left(NETWORK, DAVE, ALICE).isEmpty());
        assertTrue(new Greylisting(store, Runnable::run).left(NETWORK, DAVE, ALICE).isEmpty());
        assertFalse(greylisting.left("198.51.100.0/24", DAVE, ALICE).isEmpty());
    }

    @Test
    void mailThatNothingTiesToItsDomainShowsNothing() {
        greylisting.accepted(NETWORK, CAROL, facts("192.0.2.9", CAROL));
        assertFalse(greylisting.left(NETWORK, DAVE, ALICE).isEmpty());
    }

    @Test
    void aStoreThatIsAwayLetsEverybodyIn() {
        store.down(true);
        assertTrue(greylisting.left(NETWORK, CAROL, ALICE).isEmpty());
        greylisting.accepted(NETWORK, CAROL, facts("192.0.2.1", CAROL));
        store.down(false);
        assertFalse(greylisting.left(NETWORK, CAROL, ALICE).isEmpty());
    }

    @Test
    void offAsksNobody() {
        assertTrue(Greylisting.off().left(NETWORK, CAROL, ALICE).isEmpty());
        assertFalse(Greylisting.off().isOn());
    }

    private static AuthenticationFacts facts(String client, ReversePath sender) {
        MemoryDns dns = new MemoryDns().txt("far.test", "v=spf1 ip4:192.0.2.1 -all");
        SpfOutcome spf =
                SpfCheck.of(
                        dns,
                        new SpfRequest(
                                InetAddress.ofLiteral(client),
                                "far.test",
                                "carol",
                                "mail.far.test",
                                "mx.here.test",
                                Instant.EPOCH));
        return new AuthenticationFacts(
                new AuthenticationRequest(client, "mail.far.test", sender, List.of(), false),
                spf,
                spf,
                List.of(),
                List.of(),
                new ArcOutcome(ArcOutcome.Status.NONE, 0, "", Optional.empty(), ""),
                new ReverseNames(ReverseNames.Status.PERMERROR, List.of()),
                HeloName.UNKNOWN);
    }
}
