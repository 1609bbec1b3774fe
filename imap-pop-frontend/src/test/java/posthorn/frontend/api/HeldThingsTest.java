package posthorn.frontend.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.AppendedMessage;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.MessageAppend;
import posthorn.frontend.store.OctetShares;
import posthorn.frontend.store.OpenMailbox;
import posthorn.frontend.store.ReadAheadBudget;
import posthorn.frontend.store.SearchCriterion;
import posthorn.frontend.store.SearchRefusedException;
import posthorn.runtime.signin.TestSignIns;

/** What sessions hold is given back, whenever they end, and is bounded while they do not. */
final class HeldThingsTest {
    private static final int SESSIONS = 50;
    private static final GrpcAccounts.HeldThings NOTHING =
            new GrpcAccounts.HeldThings(0, 0, 0, 0, 0);

    private final MemoryAccountLog account = new MemoryAccountLog();
    private MemoryPod pod;
    private GrpcAccounts accounts;

    @BeforeEach
    void start() throws IOException {
        pod = new MemoryPod(account);
        SessionLimits limits =
                new SessionLimits(
                        SESSIONS,
                        true,
                        1000,
                        new OctetShares(40_000, 20_000),
                        new ReadAheadBudget(100));
        accounts =
                new GrpcAccounts(
                        id -> pod.channel(),
                        id -> pod.channel(),
                        GrpcAccountsTest.TIMEOUTS,
                        limits,
                        1000);
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    private AuthenticationResult answer() {
        return accounts.signIn(
                TestSignIns.password("alice@example.test", "right", "imap", "192.0.2.1"));
    }

    private AccountSession signIn() {
        return assertInstanceOf(AuthenticationResult.Accepted.class, answer()).account();
    }

    @Test
    void sessionsOfAnAccountAreBounded() {
        List<AccountSession> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(signIn());
        }
        assertEquals(new AuthenticationResult.TooManySessions(), answer());
        sessions.removeFirst().close();
        sessions.add(signIn());
        sessions.forEach(AccountSession::close);
        assertEquals(NOTHING, accounts.heldThings());
    }

    @Test
    void nothingIsHeldWhenSessionsEnd() {
        long uid = account.deliver(MemoryAccountLog.INBOX, "one");
        for (int i = 0; i < SESSIONS; i++) {
            try (AccountSession session = signIn()) {
                session.onClosed(() -> {});
                OpenMailbox open = session.open(MemoryAccountLog.INBOX, () -> {});
                assertTrue(open != null);
                session.bodies(
                        MemoryAccountLog.INBOX,
                        List.of(new BodyRange(uid, "", 0, 0, 0), new BodyRange(uid, "", 0, 0, 0)));
                session.append(new AppendedMessage("INBOX", List.of(), 0, 500))
                        .write(new byte[10], 0, 10);
            }
        }
        GrpcAccounts.HeldThings held = accounts.heldThings();
        assertEquals(0, held.sessions());
        assertEquals(0, held.watchers());
        await().until(() -> pod.watchesOpen() == 0);
    }

    @Test
    void aMailboxThatWasLeftIsNotRemembered() {
        try (AccountSession session = signIn()) {
            for (int i = 0; i < SESSIONS; i++) {
                OpenMailbox open = session.open(MemoryAccountLog.INBOX, () -> {});
                assertTrue(open != null);
                open.close();
            }
            assertEquals(0, ((GrpcAccountSession) session).openMailboxes());
        }
    }

    @Test
    void messagesOnTheirWayAreChargedByWhatArrived() {
        try (AccountSession session = signIn()) {
            AppendedMessage large = new AppendedMessage("INBOX", List.of(), 0, 50_000_000);
            MessageAppend one = session.append(large);
            assertTrue(one.write(new byte[2], 0, 2));
            assertTrue(accounts.heldThings().appendOctets() < 10_000);
            MessageAppend two = session.append(large);
            assertTrue(two.write(new byte[8000], 0, 8000));
            MessageAppend three = session.append(large);
            assertEquals(false, three.write(new byte[8000], 0, 8000));
            List.of(one, two, three).forEach(MessageAppend::close);
            assertEquals(0, accounts.heldThings().appendOctets());
        }
    }

    @Test
    void aSearchThatNobodyWaitsForStops() {
        AtomicBoolean wanted = new AtomicBoolean(true);
        try (AccountSession session = signIn()) {
            SearchRefusedException refused =
                    assertThrows(
                            SearchRefusedException.class,
                            () ->
                                    session.search(
                                            MemoryAccountLog.INBOX,
                                            new SearchCriterion.Text("x"),
                                            () -> wanted.getAndSet(false)));
            assertEquals(SearchRefusedException.Reason.NOT_WANTED, refused.reason());
            assertEquals(0, accounts.heldThings().searches());
            await().until(() -> pod.searchesCancelled.get() == 1);
        }
    }
}
