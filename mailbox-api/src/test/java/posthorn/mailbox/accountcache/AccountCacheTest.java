package posthorn.mailbox.accountcache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Facts;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.NewMessage;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.checkpoint.Checkpointer;
import posthorn.mailbox.account.checkpoint.Sweeper;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.account.log.AppendSettings;
import posthorn.mailbox.account.log.Appender;

/** The cache of accounts on stores that do what the test says, one step at a time. */
class AccountCacheTest {

    private static final String ACCOUNT = "a";
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final AccountCache.Limits PLENTY = new AccountCache.Limits(1000, 1L << 40);

    private final FragileStores fragile = new FragileStores();
    private int ids;

    /** A pod: a cache on the same stores as the others. */
    private final class Pod {
        final Machine machine = new Machine();
        final AccountCache accounts;
        final SegmentReader reader;
        final Chores chores;

        Pod(AccountCache.Limits limits) {
            accounts =
                    new AccountCache(
                            fragile.stores(),
                            () ->
                                    new Appender(
                                            AppendSettings.DEFAULT,
                                            () -> "p" + ++ids,
                                            UnaryOperator.identity()),
                            EntryNotifier.NONE,
                            machine,
                            limits);
            reader = new SegmentReader(accounts);
            chores = new Chores(accounts, () -> "x" + ++ids, machine);
        }

        /** Runs a call to its end. */
        <T> T get(Uni<T> call) {
            CompletableFuture<T> answer = call.subscribeAsCompletionStage();
            for (int i = 0; i < 20 && !answer.isDone(); i++) {
                machine.pass(SECOND);
            }
            assertTrue(answer.isDone(), "there is no answer");
            return answer.join();
        }

        void create(String account) {
            get(accounts.execute(account, new Command.CreateAccount("new", QuotaLimits.NONE)));
        }

        void run(posthorn.mailbox.account.checkpoint.Chore chore) {
            List<Boolean> ended = new ArrayList<>();
            chores.run(ACCOUNT, chore, over -> ended.add(over != null && over.done()));
            machine.pass(SECOND);
            assertEquals(List.of(true), ended);
        }
    }

    private static Command.Deliver delivery(String key, String body, byte[] octets) {
        return new Command.Deliver(
                key,
                "INBOX",
                new NewMessage(body, octets.length, 1, List.of(), Facts.of(new byte[] {1})),
                0);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] stored(AccountState state, long uid) {
        List<String> names = new ArrayList<>();
        inbox(state)
                .forEach(
                        UidSet.of(uid),
                        (segment, row) -> names.add(segment.columns().bodies().get(row)));
        return FragileStores.octets(fragile.bodies.read(ACCOUNT, names.getFirst(), 0, 0));
    }

    private static Mailbox inbox(AccountState state) {
        Mailbox inbox = state.mailbox("INBOX");
        assertNotNull(inbox);
        return inbox;
    }

    @Test
    void aMessageWhoseFirstCallerWasGivenUpIsStoredWhole() {
        Pod pod = new Pod(PLENTY);
        Pod other = new Pod(PLENTY);
        pod.create(ACCOUNT);
        other.get(other.accounts.current(ACCOUNT));
        byte[] octets = ascii("Subject: first\r\n\r\nThe content\r\n");
        byte[] lent = octets.clone();
        fragile.insertsAreLost = true;
        CompletableFuture<Result> first =
                pod.accounts
                        .execute(
                                ACCOUNT,
                                delivery("key", "b1", octets),
                                List.of(ByteBuffer.wrap(lent)),
                                () -> Arrays.fill(lent, (byte) '#'))
                        .subscribeAsCompletionStage();
        for (int i = 0; i < 10 && !first.isDone(); i++) {
            pod.machine.pass(SECOND);
        }
        assertTrue(first.isCompletedExceptionally(), "the caller is told that nothing is known");
        // Another pod takes the number, so the body is stored again under the next one.
        fragile.insertsAreLost = false;
        Command quota = new Command.SetQuota("quota", QuotaLimits.octets(5_000));
        other.get(other.accounts.execute(ACCOUNT, quota));
        Result result =
                pod.get(
                        pod.accounts.execute(
                                ACCOUNT,
                                delivery("key", "b2", octets),
                                List.of(ByteBuffer.wrap(octets.clone())),
                                () -> {}));
        assertEquals(3, result.n());
        assertArrayEquals(octets, stored(pod.get(pod.accounts.current(ACCOUNT)), 1));
        assertEquals(0, pod.accounts.held().contentOctets());
    }

    @Test
    void contentThatIsNotWhatTheCommandSaysIsRefused() {
        Pod pod = new Pod(PLENTY);
        pod.create(ACCOUNT);
        CompletableFuture<Result> answer =
                pod.accounts
                        .execute(ACCOUNT, delivery("key", "b", ascii("twelve octets")))
                        .subscribeAsCompletionStage();
        pod.machine.pass(SECOND);
        assertTrue(answer.isCompletedExceptionally());
        assertEquals(0, pod.accounts.held().commands());
        assertEquals(1, inbox(pod.get(pod.accounts.current(ACCOUNT))).head().uidNext());
    }

    @Test
    void contentIsReleasedOnceForEachCallHoweverManyShareTheAnswer() {
        Pod pod = new Pod(PLENTY);
        pod.create(ACCOUNT);
        byte[] octets = ascii("one message");
        List<String> released = new ArrayList<>();
        List<CompletableFuture<Result>> answers = new ArrayList<>();
        for (String body : List.of("b1", "b2", "b3")) {
            answers.add(
                    pod.accounts
                            .execute(
                                    ACCOUNT,
                                    delivery("key", body, octets),
                                    List.of(ByteBuffer.wrap(octets)),
                                    () -> released.add(body))
                            .subscribeAsCompletionStage());
        }
        pod.machine.pass(SECOND);
        assertEquals(answers.getFirst().join(), answers.getLast().join());
        assertEquals(List.of("b1", "b2", "b3"), released.stream().sorted().toList());
        assertEquals(0, pod.accounts.held().contentOctets());
    }

    @Test
    void aStoreThatThrowsIsAskedAgain() {
        Pod pod = new Pod(PLENTY);
        pod.create(ACCOUNT);
        fragile.readsThrow = true;
        CompletableFuture<AccountState> answer =
                pod.accounts.current(ACCOUNT).subscribeAsCompletionStage();
        for (int i = 0; i < 10 && !answer.isDone(); i++) {
            pod.machine.pass(SECOND);
        }
        CompletionException failure = failure(answer);
        assertInstanceOf(Unavailable.class, failure.getCause());
        fragile.readsThrow = false;
        assertEquals(1, pod.get(pod.accounts.current(ACCOUNT)).n());
        assertEquals(0, pod.accounts.held().defects());
    }

    private static CompletionException failure(CompletableFuture<?> answer) {
        try {
            answer.join();
        } catch (CompletionException failure) {
            return failure;
        }
        throw new AssertionError("it was answered");
    }

    @Test
    void aDefectPutsTheAccountAwayAndTheNextCallLoadsItAnew() {
        Pod pod = new Pod(PLENTY);
        pod.create(ACCOUNT);
        Watcher watcher = pod.accounts.watch(ACCOUNT, 10);
        pod.machine.run();
        CompletableFuture<List<posthorn.mailbox.account.Entry>> told =
                watcher.next().subscribeAsCompletionStage();
        pod.accounts
                .all()
                .forEach(account ->
                        account.adopt(state -> {
                            throw new StackOverflowError("pretended");
                        }));
        pod.machine.run();
        assertEquals(List.of(), told.join(), "the watcher is told to resume");
        assertEquals(0, pod.accounts.held().watchers());
        assertEquals(1, pod.get(pod.accounts.current(ACCOUNT)).n());
        assertEquals(1, pod.accounts.held().defects());
    }

    @Test
    void whoeverCameBehindADefectIsToldSo() {
        Pod pod = new Pod(PLENTY);
        pod.create(ACCOUNT);
        pod.accounts
                .all()
                .forEach(account ->
                        account.adopt(state -> {
                            throw new IllegalStateException("pretended");
                        }));
        byte[] octets = ascii("a message");
        List<String> released = new ArrayList<>();
        CompletableFuture<Result> command =
                pod.accounts
                        .execute(
                                ACCOUNT,
                                delivery("key", "b", octets),
                                List.of(ByteBuffer.wrap(octets)),
                                () -> released.add("b"))
                        .subscribeAsCompletionStage();
        CompletableFuture<AccountState> read =
                pod.accounts.current(ACCOUNT).subscribeAsCompletionStage();
        Watcher watcher = pod.accounts.watch(ACCOUNT, 10);
        pod.machine.run();
        assertInstanceOf(Unavailable.class, failure(command).getCause());
        assertInstanceOf(Unavailable.class, failure(read).getCause());
        assertEquals(List.of("b"), released);
        assertEquals(List.of(), watcher.next().subscribeAsCompletionStage().join());
        assertEquals(0, pod.accounts.held().watchers());
        assertEquals(0, pod.accounts.held().commands());
    }

    @Test
    void aWatcherThatLeavesBeforeItIsAddedIsNotKept() {
        Pod pod = new Pod(new AccountCache.Limits(0, 0));
        pod.create(ACCOUNT);
        Watcher watcher = pod.accounts.watch(ACCOUNT, 10);
        pod.accounts.unwatch(ACCOUNT, watcher);
        pod.machine.run();
        assertEquals(0, pod.accounts.held().watchers());
        pod.accounts.tidy();
        assertEquals(0, pod.accounts.size(), "nobody watches it, so it can be put away");
    }

    @Test
    void aWatchThatIsCancelledAtAnyStepIsNotKept() {
        for (int steps = 0; steps < 6; steps++) {
            Pod pod = new Pod(new AccountCache.Limits(0, 0));
            pod.create(ACCOUNT);
            fragile.holdReads = steps % 2 == 1;
            var watch =
                    new Watches(pod.accounts, 4)
                            .watch(ACCOUNT, 0)
                            .subscribe()
                            .with(event -> {}, failure -> {});
            for (int i = 0; i < steps; i++) {
                pod.machine.pass(1);
            }
            watch.cancel();
            fragile.holdReads = false;
            fragile.heldReads.forEach(Runnable::run);
            fragile.heldReads.clear();
            pod.machine.pass(SECOND);
            assertEquals(0, pod.accounts.held().watchers(), "cancelled after " + steps);
            assertEquals(0, pod.accounts.held().refreshes());
        }
    }

    @Test
    void aSweptCheckpointIsReadFromTheNextOne() {
        Pod old = new Pod(PLENTY);
        Pod other = new Pod(PLENTY);
        old.create(ACCOUNT);
        byte[] octets = ascii("a message");
        for (int i = 0; i < 5; i++) {
            deliver(other, "k" + i, octets);
            other.run(new Checkpointer(ACCOUNT, "c" + i, Duration.ofDays(1)));
        }
        // The old pod stands on a checkpoint that another one replaces and sweeps.
        old.accounts.tidy();
        Pod reader = new Pod(PLENTY);
        AccountState known = reader.get(reader.accounts.current(ACCOUNT));
        for (int i = 5; i < 9; i++) {
            deliver(other, "k" + i, octets);
        }
        other.run(new Checkpointer(ACCOUNT, "d", Duration.ofDays(1)));
        other.run(new Sweeper(ACCOUNT, true));
        List<Long> uids = new ArrayList<>();
        for (Segment segment : inbox(known).segments()) {
            uids.addAll(
                    reader.get(
                            reader.reader.segment(known, segment, true, AccountCacheTest::uids)));
        }
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), uids);
        AccountState now = reader.get(reader.accounts.known(ACCOUNT));
        assertTrue(now.n() > known.n(), "the state was read anew");
    }

    private void deliver(Pod pod, String key, byte[] octets) {
        pod.get(
                pod.accounts.execute(
                        ACCOUNT,
                        delivery(key, "b" + key, octets),
                        List.of(ByteBuffer.wrap(octets)),
                        () -> {}));
    }

    private static List<Long> uids(Segment segment) {
        List<Long> uids = new ArrayList<>();
        for (int row = 0; row < segment.columns().count(); row++) {
            assertEquals(1, segment.facts(row).bytes().length);
            if (!segment.isGone(row)) {
                uids.add(segment.uid(row));
            }
        }
        return uids;
    }

    @Test
    void theAccountThatNobodyUsedForLongestGoesFirst() {
        Pod pod = new Pod(new AccountCache.Limits(2, 1L << 40));
        for (String account : List.of("one", "two", "three", "two")) {
            pod.create(account);
            pod.machine.pass(SECOND);
        }
        pod.accounts.tidy();
        assertFalse(pod.accounts.contains("one"));
        assertTrue(pod.accounts.contains("two") && pod.accounts.contains("three"));
    }

    @Test
    void headsOfManyWatchedAccountsAreComparedAFewAtATime() {
        Pod pod = new Pod(PLENTY);
        for (int i = 0; i < 200; i++) {
            pod.create("a" + i);
            pod.accounts.watch("a" + i, 4);
        }
        pod.machine.run();
        WatchedHeads heads = new WatchedHeads(pod.accounts, 3);
        fragile.reads.clear();
        fragile.holdReads = true;
        heads.compareAll();
        pod.machine.run();
        assertEquals(3, fragile.heldReads.size());
        assertEquals(200, heads.waiting());
        while (!fragile.heldReads.isEmpty()) {
            assertTrue(fragile.heldReads.size() <= 3);
            fragile.heldReads.removeFirst().run();
            pod.machine.run();
        }
        assertEquals(200, fragile.reads.size());
        assertEquals(0, heads.waiting());
        fragile.holdReads = false;
        fragile.reads.clear();
        for (int part = 0; part < WatchedHeads.PARTS; part++) {
            int before = fragile.reads.size();
            heads.comparePart();
            pod.machine.run();
            assertTrue(fragile.reads.size() - before < 20, "a part of the round is small");
        }
        assertEquals(200, fragile.reads.size(), "a round comes to each of them");
    }
}
