package posthorn.frontend.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.AppendedMessage;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.MessageAppend;
import posthorn.frontend.store.OctetShares;
import posthorn.frontend.store.OpenMailbox;
import posthorn.frontend.store.ReadAheadBudget;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.frontend.store.UidSet;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.runtime.signin.TestSignIns;

final class GrpcAccountsTest {
    static final SessionLimits LIMITS =
            new SessionLimits(
                    1000,
                    true,
                    1000,
                    new OctetShares(1 << 26, 1 << 23),
                    new ReadAheadBudget(1 << 20));

    static final CallTimeouts TIMEOUTS =
            new CallTimeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(4));

    private final MemoryAccountLog account = new MemoryAccountLog();
    private volatile MemoryPod pod;
    private MemoryPod first;
    private MemoryPod second;
    private GrpcAccounts accounts;

    @BeforeEach
    void start() throws IOException {
        first = new MemoryPod(account);
        second = new MemoryPod(account);
        pod = first;
        accounts = new GrpcAccounts(id -> pod.channel(), id -> pod.channel(), TIMEOUTS, LIMITS, 0);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private AccountSession signIn() {
        AuthenticationResult answer =
                accounts.signIn(
                        TestSignIns.password("alice@example.test", "right", "imap", "192.0.2.1"));
        return assertInstanceOf(AuthenticationResult.Accepted.class, answer).account();
    }

    private static OpenMailbox inbox(AccountSession view, Runnable changed) {
        return assertNotNull(view.open(MemoryAccountLog.INBOX, changed));
    }

    private static <T> T assertNotNull(@org.jspecify.annotations.Nullable T value) {
        if (value == null) {
            throw new AssertionError("null");
        }
        return value;
    }

    private static StoreCommand seen(long uid) {
        return new StoreCommand.StoreFlags(
                MemoryAccountLog.INBOX,
                UidSet.of(uid),
                StoreCommand.FlagMode.REPLACE,
                List.of("\\Seen"),
                OptionalLong.empty());
    }

    private static long flags(OpenMailbox open, long uid) {
        return open.current().flags(open.current().position(uid));
    }

    @Test
    void refusalsOfSignInAreTold() {
        assertEquals(
                new AuthenticationResult.Refused(new SignInRefusal.BadCredentials()),
                accounts.signIn(TestSignIns.password("a@b", "wrong", "pop3", "::1")));
        assertEquals(
                new AuthenticationResult.Refused(new SignInRefusal.AccountDisabled()),
                accounts.signIn(TestSignIns.password("a@b", "disabled", "pop3", "::1")));
        assertEquals(
                new AuthenticationResult.Refused(new SignInRefusal.TryLater()),
                accounts.signIn(TestSignIns.password("a@b", "later", "pop3", "::1")));
        assertEquals(0, accounts.accounts());
    }

    @Test
    void whatComesInIsPushedToAllReadersOverOneStream() {
        account.deliver(MemoryAccountLog.INBOX, "one", "\\Seen", "$Label");
        try (AccountSession view = signIn();
                AccountSession other = signIn()) {
            AtomicInteger told = new AtomicInteger();
            OpenMailbox open = inbox(view, told::incrementAndGet);
            OpenMailbox same = inbox(other, told::incrementAndGet);
            assertEquals(1, open.current().size());
            long uid = account.deliver(MemoryAccountLog.INBOX, "two", "$Other");
            await().untilAsserted(() -> assertEquals(2, told.get()));
            assertEquals(uid, open.current().uid(1));
            assertEquals(open.current(), same.current());
            assertEquals(List.of("$Label", "$Other"), open.current().names().names().subList(5, 7));
            assertEquals(1 << 6, open.current().flags(1));
            assertEquals(uid + 1, open.current().uidNext());
            assertEquals(1, first.watches.get());
            assertEquals(1, first.opens.get());
        }
        await().until(() -> first.watchesOpen() == 0 && accounts.accounts() == 0);
    }

    @Test
    void aSessionSeesItsOwnChangesWhenTheCommandReturns() {
        long uid = account.deliver(MemoryAccountLog.INBOX, "one");
        try (AccountSession view = signIn()) {
            OpenMailbox open = inbox(view, () -> {});
            for (int i = 0; i < 50; i++) {
                long next = account.deliver(MemoryAccountLog.INBOX, "more");
                StoreResult.Done done =
                        assertInstanceOf(StoreResult.Done.class, view.execute(seen(next)));
                assertEquals(FlagNames.SEEN, flags(open, next));
                assertEquals(done.modSeq(), open.current().highestModSeq());
            }
            view.execute(new StoreCommand.Expunge(MemoryAccountLog.INBOX, UidSet.of(uid)));
            assertEquals(-1, open.current().position(uid));
        }
    }

    @Test
    void aRefusalIsAnOutcome() {
        try (AccountSession view = signIn()) {
            assertInstanceOf(
                    StoreResult.Refused.class,
                    view.execute(new StoreCommand.DeleteMailbox("INBOX")));
        }
    }

    @Test
    void aLostAnswerIsAskedForAgainUnderTheSameKey() {
        long uid = account.deliver(MemoryAccountLog.INBOX, "one");
        try (AccountSession view = signIn()) {
            first.lostAnswers.set(2);
            assertInstanceOf(StoreResult.Done.class, view.execute(seen(uid)));
            assertEquals(1, account.executed());
        }
    }

    @Test
    void sessionsSurviveThePodThatServedThem() {
        account.deliver(MemoryAccountLog.INBOX, "one");
        try (AccountSession view = signIn()) {
            AtomicInteger told = new AtomicInteger();
            OpenMailbox open = inbox(view, told::incrementAndGet);
            pod = second;
            first.kill();
            long uid = account.deliver(MemoryAccountLog.INBOX, "two");
            await().untilAsserted(() -> assertEquals(2, open.current().size()));
            view.execute(seen(uid));
            assertEquals(FlagNames.SEEN, flags(open, uid));
            await().until(() -> told.get() >= 2);
            assertEquals(0, second.opens.get());
        }
    }

    @Test
    void whatWasMissedIsReplayed() {
        try (AccountSession view = signIn()) {
            OpenMailbox open = inbox(view, () -> {});
            account.deliver(MemoryAccountLog.INBOX, "one");
            await().untilAsserted(() -> assertEquals(1, open.current().size()));
            first.missSomething();
            account.deliver(MemoryAccountLog.INBOX, "two");
            await().untilAsserted(() -> assertEquals(2, open.current().size()));
        }
    }

    @Test
    void whatCannotBeReplayedIsReadAnew() {
        long gone = account.deliver(MemoryAccountLog.INBOX, "one");
        try (AccountSession view = signIn()) {
            OpenMailbox open = inbox(view, () -> {});
            assertNotNull(view.open(MemoryAccountLog.TRASH, () -> {}));
            first.forgetsHistory = true;
            first.muteWatches = true;
            account.deliver(MemoryAccountLog.INBOX, "two");
            view.execute(new StoreCommand.Expunge(MemoryAccountLog.INBOX, UidSet.of(gone)));
            await().untilAsserted(() -> assertEquals(1, open.current().size()));
            assertEquals(-1, open.current().position(gone));
            first.muteWatches = false;
            account.deliver(MemoryAccountLog.INBOX, "three");
            await().untilAsserted(() -> assertEquals(2, open.current().size()));
        }
    }

    @Test
    void aSilentStreamIsOpenedAnewForAnOwnChange() {
        long uid = account.deliver(MemoryAccountLog.INBOX, "one");
        try (AccountSession view = signIn()) {
            OpenMailbox open = inbox(view, () -> {});
            first.muteWatches = true;
            pod = second;
            view.execute(seen(uid));
            assertEquals(FlagNames.SEEN, flags(open, uid));
        }
    }

    @Test
    void rowsThatAreNotInTheEntryAreReadBeforeItIsApplied() {
        try (AccountSession view = signIn()) {
            OpenMailbox open = inbox(view, () -> {});
            account.deliverSegment(MemoryAccountLog.INBOX, 2_000);
            long uid = account.deliver(MemoryAccountLog.INBOX, "after");
            await().untilAsserted(() -> assertEquals(2_001, open.current().size()));
            assertEquals(uid, open.current().uid(2_000));
            assertEquals(1, first.watches.get());
        }
    }

    @Test
    void aDeletedMailboxIsGoneForItsReaders() {
        try (AccountSession view = signIn()) {
            AtomicInteger told = new AtomicInteger();
            OpenMailbox open =
                    assertNotNull(view.open(MemoryAccountLog.TRASH, told::incrementAndGet));
            account.deleteMailbox(MemoryAccountLog.TRASH);
            await().until(open::gone);
            assertEquals(1, told.get());
            assertNull(view.open(MemoryAccountLog.TRASH, () -> {}));
        }
    }

    @Test
    void aClosedReaderHearsNothing() {
        try (AccountSession view = signIn()) {
            AtomicInteger told = new AtomicInteger();
            OpenMailbox stays = inbox(view, () -> {});
            inbox(view, told::incrementAndGet).close();
            account.deliver(MemoryAccountLog.INBOX, "one");
            await().untilAsserted(() -> assertEquals(1, stays.current().size()));
            assertEquals(0, told.get());
        }
    }

    @Test
    void aDisabledAccountTellsItsSessionsOnce() {
        try (AccountSession view = signIn()) {
            AtomicInteger told = new AtomicInteger();
            view.onClosed(told::incrementAndGet);
            account.disable();
            await().untilAsserted(() -> assertEquals(1, told.get()));
        }
        try (AccountSession late = signIn()) {
            AtomicInteger told = new AtomicInteger();
            late.onClosed(told::incrementAndGet);
            assertEquals(1, told.get());
        }
    }

    @Test
    void aSmallMessageIsSentAgainUntilItIsStoredOnce() {
        try (AccountSession view = signIn()) {
            OpenMailbox open = inbox(view, () -> {});
            first.lostAnswers.set(1);
            assertInstanceOf(StoreResult.Done.class, append(view, "Hello"));
            assertEquals(1, open.current().size());
        }
    }

    @Test
    void aLargeMessageIsPassedOnAndWhenThatFailsItIsSaid() {
        try (AccountSession view = signIn()) {
            OpenMailbox open = inbox(view, () -> {});
            assertInstanceOf(StoreResult.Done.class, append(view, "x".repeat(3_000_000)));
            assertEquals(3_000_000, open.current().octets(0));
            first.lostAnswers.set(1);
            assertThrows(StoreUnavailableException.class, () -> append(view, "y".repeat(5_000)));
        }
    }

    private static StoreResult append(AccountSession view, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        try (MessageAppend appending =
                view.append(new AppendedMessage("INBOX", List.of(), 0, octets.length))) {
            for (int at = 0; at < octets.length; at += 100_000) {
                appending.write(octets, at, Math.min(100_000, octets.length - at));
            }
            return appending.finish();
        }
    }

    @Test
    void aBodyGoesOnWhereItBrokeOff() {
        String text = "0123456789".repeat(20);
        long uid = account.deliver(MemoryAccountLog.INBOX, text);
        try (AccountSession view = signIn()) {
            first.cutBodiesAfter = 70;
            assertEquals(text, read(view.body(MemoryAccountLog.INBOX, uid, "", 0, 0)));
            first.cutBodiesAfter = 20;
            assertEquals(
                    text.substring(15, 75),
                    read(view.body(MemoryAccountLog.INBOX, uid, "", 15, 60)));
        }
    }

    @Test
    void bodiesThatDoNotComeTogetherComeAlone() {
        long one = account.deliver(MemoryAccountLog.INBOX, "0123456789");
        long two = account.deliver(MemoryAccountLog.INBOX, "abcdef");
        try (AccountSession view = signIn()) {
            first.cutBodiesAfter = 0;
            List<BodyReader> readers =
                    view.bodies(
                            MemoryAccountLog.INBOX,
                            List.of(
                                    new BodyRange(one, "", 0, 2, 3),
                                    new BodyRange(two, "", 0, 0, 0)));
            assertEquals("234", read(readers.get(0)));
            assertEquals("abcdef", read(readers.get(1)));
        }
    }

    @Test
    void aMessageThatIsGoneIsSaidToBe() {
        try (AccountSession view = signIn();
                BodyReader body = view.body(MemoryAccountLog.INBOX, 99, "", 0, 0)) {
            assertThrows(BodyReader.MessageGoneException.class, body::next);
        }
    }

    private static String read(BodyReader body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (body) {
            for (byte[] piece = body.next(); piece != null; piece = body.next()) {
                out.writeBytes(piece);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
