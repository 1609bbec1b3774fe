package posthorn.frontend.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.OpenMailbox;
import posthorn.runtime.signin.TestSignIns;

/** Mailboxes that a session leaves and comes back to. */
final class ReopenedMailboxTest {
    private static final int MOST_KEPT = 2;

    private final MemoryAccountLog account = new MemoryAccountLog();
    private MemoryPod pod;
    private GrpcAccounts accounts;

    @BeforeEach
    void start() throws IOException {
        pod = new MemoryPod(account);
        accounts =
                new GrpcAccounts(
                        id -> pod.channel(),
                        id -> pod.channel(),
                        GrpcAccountsTest.TIMEOUTS,
                        GrpcAccountsTest.LIMITS,
                        MOST_KEPT);
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    /** A session as those of IMAP are: it wants to hear of the account's end. */
    private AccountSession signIn() {
        AuthenticationResult answer =
                accounts.signIn(
                        TestSignIns.password("alice@example.test", "right", "imap", "192.0.2.1"));
        AccountSession view =
                assertInstanceOf(AuthenticationResult.Accepted.class, answer).account();
        view.onClosed(() -> {});
        return view;
    }

    private static int size(AccountSession view, long mailbox) {
        try (OpenMailbox open = Objects.requireNonNull(view.open(mailbox, () -> {}))) {
            return open.current().size();
        }
    }

    private static int sizeOfInbox(AccountSession view) {
        return size(view, MemoryAccountLog.INBOX);
    }

    @Test
    void aChangedPasswordEndsSessions() {
        AtomicInteger told = new AtomicInteger();
        try (AccountSession session = signIn()) {
            session.onClosed(told::incrementAndGet);
            await().until(() -> pod.watchesOpen() == 1);
            account.changePassword();
            await().until(() -> told.get() == 1);
        }
    }

    @Test
    void theEndOfTheAccountIsHeardOfAlsoByWhoMissedIt() {
        assertHeardOfByWhoMissesIt(account::disable);
    }

    @Test
    void aChangedPasswordIsHeardOfAlsoByWhoMissedIt() {
        assertHeardOfByWhoMissesIt(account::changePassword);
    }

    private void assertHeardOfByWhoMissesIt(Runnable what) {
        AtomicInteger told = new AtomicInteger();
        try (AccountSession session = signIn()) {
            session.onClosed(told::incrementAndGet);
            await().until(() -> pod.watchesOpen() == 1);
            account.unseen(what);
            pod.forgetsHistory = true;
            pod.missSomething();
            await().until(() -> told.get() == 1);
        }
    }

    @Test
    void aPasswordThatWasChangedBetweenTheSignInAndTheWatchEndsTheSession() {
        AtomicInteger told = new AtomicInteger();
        AuthenticationResult answer =
                accounts.signIn(
                        TestSignIns.password("alice@example.test", "right", "imap", "192.0.2.1"));
        account.changePassword();
        try (AccountSession session =
                assertInstanceOf(AuthenticationResult.Accepted.class, answer).account()) {
            session.onClosed(told::incrementAndGet);
            assertEquals(1, told.get());
        }
    }

    @Test
    void whoSignsInWithTheNewPasswordIsNotToldOfItsChange() {
        AtomicInteger told = new AtomicInteger();
        AtomicInteger toldBefore = new AtomicInteger();
        try (AccountSession before = signIn()) {
            before.onClosed(toldBefore::incrementAndGet);
            await().until(() -> pod.watchesOpen() == 1);
            pod.muteWatches = true;
            account.changePassword();
            try (AccountSession after = signIn()) {
                after.onClosed(told::incrementAndGet);
                pod.muteWatches = false;
                account.deliver(MemoryAccountLog.INBOX, "one");
                await().until(() -> toldBefore.get() == 1);
                assertEquals(1, sizeOfInbox(after));
            }
        }
        assertEquals(0, told.get());
    }

    @Test
    void aSessionThatCannotBeToldKeepsNewsFromNoOther() {
        try (AccountSession one = signIn();
                AccountSession two = signIn()) {
            one.open(
                    MemoryAccountLog.INBOX,
                    () -> {
                        throw new IllegalStateException("a defect of the test");
                    });
            AtomicInteger told = new AtomicInteger();
            OpenMailbox open =
                    Objects.requireNonNull(two.open(MemoryAccountLog.INBOX, told::incrementAndGet));
            account.deliver(MemoryAccountLog.INBOX, "one");
            account.deliver(MemoryAccountLog.INBOX, "two");
            await().until(() -> open.current().size() == 2 && told.get() == 2);
        }
    }

    @Test
    void aMailboxThatWasLeftIsFollowedAndNotReadAgain() {
        account.deliver(MemoryAccountLog.INBOX, "one");
        try (AccountSession view = signIn()) {
            assertEquals(1, sizeOfInbox(view));
            account.deliver(MemoryAccountLog.INBOX, "two");
            await().untilAsserted(() -> assertEquals(2, sizeOfInbox(view)));
            assertEquals(1, pod.opens.get());
        }
        await().until(() -> pod.watchesOpen() == 0);
    }

    @Test
    void whatWasSeenIsInAMailboxThatIsOpenedAgain() {
        account.deliver(MemoryAccountLog.INBOX, "one");
        try (AccountSession view = signIn()) {
            assertEquals(1, sizeOfInbox(view));
            pod.muteWatches = true;
            account.deliver(MemoryAccountLog.INBOX, "two");
            view.list();
            assertEquals(2, sizeOfInbox(view));
            assertEquals(2, pod.opens.get());
        }
    }

    @Test
    void onlySoManyMessagesAreKeptForThoseWhoComeBack() {
        account.deliver(MemoryAccountLog.INBOX, "one");
        account.deliver(MemoryAccountLog.INBOX, "two");
        account.deliver(MemoryAccountLog.TRASH, "three");
        try (AccountSession view = signIn()) {
            assertEquals(2, sizeOfInbox(view));
            assertEquals(1, size(view, MemoryAccountLog.TRASH));
            assertEquals(2, sizeOfInbox(view));
            assertEquals(3, pod.opens.get());
            account.deliver(MemoryAccountLog.INBOX, "four");
            view.list();
            await().untilAsserted(() -> assertEquals(3, sizeOfInbox(view)));
            int opens = pod.opens.get();
            assertEquals(3, sizeOfInbox(view));
            assertEquals(opens + 1, pod.opens.get());
        }
    }
}
