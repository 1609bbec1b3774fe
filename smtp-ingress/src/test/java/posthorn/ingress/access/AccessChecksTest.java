package posthorn.ingress.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.ingress.blocklist.BlockList;
import posthorn.ingress.blocklist.BlockLists;
import posthorn.ingress.greylist.Greylisting;
import posthorn.ingress.limits.LimitedEvent;
import posthorn.ingress.limits.RateLimit;
import posthorn.ingress.limits.RateLimits;
import posthorn.ingress.memory.MemoryDns;
import posthorn.ingress.memory.MemoryGreylist;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Refusal;
import posthorn.ingress.session.RejectReason;
import posthorn.protocol.dns.IpNetwork;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

class AccessChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-28T10:30:00Z");
    private static final ReversePath CAROL = ReversePath.parse("carol@far.test").orElseThrow();
    private static final ForwardPath ALICE = ForwardPath.parse("alice@here.test").orElseThrow();

    private final MemoryDns dns = new MemoryDns();
    private final MemoryGreylist greylist = new MemoryGreylist(Duration.ofMinutes(5));

    private static RateLimit limit(LimitedEvent event, long most) {
        return new RateLimit(event, most, Duration.ofHours(1));
    }

    private AccessChecks checks(String... lists) {
        AccessLimits limits =
                new AccessLimits(
                        limit(LimitedEvent.CONNECTION, 3),
                        limit(LimitedEvent.CONNECTION, 5),
                        limit(LimitedEvent.MESSAGE, 2),
                        limit(LimitedEvent.MESSAGE, 3),
                        limit(LimitedEvent.RECEIVED_MESSAGE, 2),
                        List.of(limit(LimitedEvent.SUBMITTED_MESSAGE, 2)),
                        List.of(
                                limit(LimitedEvent.SUBMITTED_RECIPIENT, 9),
                                new RateLimit(
                                        LimitedEvent.SUBMITTED_RECIPIENT, 3, Duration.ofDays(1))),
                        new AccessLimits.Networks(
                                24, 48, List.of(IpNetwork.parse("203.0.113.0/25"))));
        return new AccessChecks(
                limits,
                new RateLimits(1000, () -> NOW, () -> {}),
                new BlockLists(
                        () -> dns,
                        List.of(lists).stream().map(BlockList::parse).toList(),
                        1,
                        (zone, answer, detail) -> {}),
                new Greylisting(greylist, Runnable::run));
    }

    private static Client client(String address) {
        return Client.connected(address, "192.0.2.2", Optional.empty());
    }

    private static Client user(String account) {
        return new Client(
                "198.51.100.1",
                "192.0.2.2",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Client.User(account, account + "@here.test", 0)));
    }

    @Test
    void connectionsAreLimitedByClientAndByNetwork() {
        AccessChecks checks = checks();
        for (int i = 0; i < 3; i++) {
            assertTrue(checks.connected(client("198.51.100.1")).isEmpty());
        }
        assertEquals(
                Optional.of(
                        Refusal.of(
                                RejectReason.CONNECTING_TOO_OFTEN,
                                "198.51.100.1",
                                "3",
                                "1 hour",
                                "30 minutes")),
                checks.connected(client("198.51.100.1")));
        assertTrue(checks.connected(client("198.51.100.2")).isEmpty());
        assertTrue(checks.connected(client("198.51.100.3")).isEmpty());
        assertEquals(
                "198.51.100.0/24",
                checks.connected(client("198.51.100.4")).orElseThrow().details().getFirst());
        assertTrue(checks.connected(client("198.51.101.1")).isEmpty());
    }

    @Test
    void exemptNetworksAreLetAlone() throws InterruptedException {
        AccessChecks checks = checks("list.test");
        Client exempt = client("203.0.113.7");
        dns.host("7.113.0.203.list.test", "127.0.0.2");
        for (int i = 0; i < 50; i++) {
            assertTrue(checks.connected(exempt).isEmpty());
            assertTrue(checks.mail(exempt).isEmpty());
            assertTrue(checks.recipient(exempt, Optional.of("a1")).isEmpty());
        }
        assertFalse(checks.looksUp(exempt));
        assertTrue(checks.looksUp(client("203.0.113.200")));
    }

    @Test
    void messagesOfOneClientForAllAndOfAllForOneAccountAreLimited() {
        AccessChecks checks = checks();
        assertTrue(checks.mail(client("198.51.100.1")).isEmpty());
        assertTrue(checks.mail(client("198.51.100.1")).isEmpty());
        assertEquals(
                RejectReason.SENDING_TOO_OFTEN,
                checks.mail(client("198.51.100.1")).orElseThrow().reason());
        assertTrue(checks.recipient(client("198.51.100.1"), Optional.of("a1")).isEmpty());
        assertTrue(checks.recipient(client("192.0.2.77"), Optional.of("a1")).isEmpty());
        assertEquals(
                Optional.of(Refusal.of(RejectReason.MAILBOX_TOO_BUSY, "30 minutes")),
                checks.recipient(client("192.0.2.99"), Optional.of("a1")));
        assertTrue(checks.recipient(client("192.0.2.99"), Optional.of("a2")).isEmpty());
    }

    @Test
    void usersAreLimitedByTheirAccountFromWhereverTheyCome() {
        AccessChecks checks = checks();
        assertTrue(checks.mail(user("a1")).isEmpty());
        assertTrue(checks.mail(user("a1")).isEmpty());
        assertEquals(
                Optional.of(Refusal.of(RejectReason.TOO_MANY_SENT, "2", "1 hour", "30 minutes")),
                checks.mail(user("a1")));
        assertTrue(checks.mail(user("a2")).isEmpty());
        for (int i = 0; i < 3; i++) {
            assertTrue(checks.recipient(user("a1"), Optional.empty()).isEmpty());
        }
        assertEquals(
                Optional.of(Refusal.of(RejectReason.TOO_MANY_ADDRESSED, "3", "1 day", "14 hours")),
                checks.recipient(user("a1"), Optional.of("a2")));
    }

    @Test
    void listsAreAskedOnceAboutAClient() throws InterruptedException {
        AccessChecks checks = checks("list.test");
        dns.host("1.100.51.198.list.test", "127.0.0.2");
        for (int i = 0; i < 3; i++) {
            Refusal refusal = checks.admit(client("198.51.100.1"), CAROL, ALICE).orElseThrow();
            assertEquals(RejectReason.BLOCK_LISTED, refusal.reason());
            assertEquals(
                    List.of("198.51.100.1", "list.test", "see the pages of list.test"),
                    refusal.details());
        }
        assertEquals(1, dns.asked().stream().filter("A 1.100.51.198.list.test"::equals).count());
        assertEquals(0, greylist.asked());
    }

    @Test
    void whoIsNotKnownWaitsAndWhoIsOnAnAllowListDoesNot() throws InterruptedException {
        AccessChecks checks = checks("good.test*-1");
        dns.host("2.100.51.198.good.test", "127.0.0.2");
        assertEquals(
                Optional.of(Refusal.of(RejectReason.GREYLISTED, "5 minutes")),
                checks.admit(client("198.51.100.1"), CAROL, ALICE));
        assertTrue(checks.admit(client("198.51.100.2"), CAROL, ALICE).isEmpty());
        greylist.pass(Duration.ofMinutes(5));
        assertTrue(checks.admit(client("198.51.100.1"), CAROL, ALICE).isEmpty());
    }

    @Test
    void usersAreNotLookedUp() {
        assertFalse(checks("list.test").looksUp(user("a1")));
    }
}
