package posthorn.mailbox.accountcache;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.QuotaLevel;
import posthorn.mailbox.account.Renumbering;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.log.Appender;
import posthorn.mailbox.account.log.Effect;
import posthorn.mailbox.account.log.Input;

/**
 * One account in memory: its machine, those who wait for it and those who watch it. All of it but
 * {@link #state} is touched by tasks of its queue alone.
 *
 * <p>A defect in the machine ends this instance as the death of its pod would: whoever waits is
 * told that nothing is known, watchers are told to resume, and the next call loads the account
 * anew.
 */
final class CachedAccount {

    private static final Logger LOG = Logger.getLogger(CachedAccount.class);

    /**
     * What all accounts of a cache share.
     *
     * @param held counts what they hold for others
     */
    record Shared(
            Scheduler scheduler,
            EffectRunner runner,
            EntryNotifier notifier,
            QuotaObserver quota,
            Held held) {}

    private static final String ABANDONED = "the account is loaded anew";

    /** Content of a message that came with a ticket. */
    private record Content(long octets, Runnable released) {}

    private final String id;
    private final Appender appender;
    private final SerialQueue queue;
    private final Shared shared;
    private final Map<Long, CompletableFuture<Result>> callers = new HashMap<>();
    private final Map<Long, CompletableFuture<AccountState>> refreshers = new HashMap<>();
    private final Map<Long, Content> contents = new HashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private long tickets;
    private boolean abandoned;

    /** The state whose quota was looked at, and what has to be told of it. */
    private @Nullable AccountState looked;

    private QuotaLevel due = QuotaLevel.LOW;
    private volatile @Nullable AccountState state;
    private volatile long lastUsed;
    private volatile String stuck = "";
    private volatile long checkpointedAt;
    private volatile @Nullable AccountState weighed;
    private volatile long weight;

    CachedAccount(String id, Appender appender, Shared shared) {
        this.id = id;
        this.appender = appender;
        this.queue = new SerialQueue(shared.scheduler()::execute, shared.scheduler()::nanos);
        this.shared = shared;
        this.lastUsed = shared.scheduler().nanos();
    }

    String id() {
        return id;
    }

    /** As this pod knows it; null: nothing was loaded yet. */
    @Nullable AccountState state() {
        return state;
    }

    /** About how much memory it takes, octets. */
    long weight() {
        AccountState now = state;
        if (now != null && now != weighed) {
            weight = Weight.of(now);
            weighed = now;
        }
        return weight;
    }

    /** Number of the entry up to which a checkpoint stands, as far as this pod knows. */
    long checkpointedAt() {
        return checkpointedAt;
    }

    void checkpointed(long n) {
        checkpointedAt = Math.max(checkpointedAt, n);
    }

    /** For how long what has to be done next has been waiting for its end. */
    Duration sinceTurn() {
        return queue.sinceTurn();
    }

    /** When somebody last used it, by the monotonic clock. */
    long lastUsed() {
        return lastUsed;
    }

    boolean isWatched() {
        return !watchers.isEmpty();
    }

    /** Why its log cannot be read further; empty: it can. */
    String stuck() {
        return stuck;
    }

    /**
     * Does the command once per key.
     *
     * @param content of the message that it adds; empty: it adds none
     * @param released runs once when the content is needed no longer
     * @return null: the account was put away, take another instance
     */
    @Nullable CompletableFuture<Result> execute(
            Command command, List<ByteBuffer> content, Runnable released) {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        return queue.execute(() -> arrive(command, content, released, answer)) ? answer : null;
    }

    private void arrive(
            Command command,
            List<ByteBuffer> content,
            Runnable released,
            CompletableFuture<Result> answer) {
        Input.Arrived arrived;
        try {
            arrived = new Input.Arrived(++tickets, command, content);
        } catch (IllegalArgumentException wrong) {
            released.run();
            answer.completeExceptionally(wrong);
            return;
        }
        if (abandoned) {
            released.run();
            answer.completeExceptionally(new Unavailable(ABANDONED));
            return;
        }
        callers.put(arrived.ticket(), answer);
        shared.held().command(1);
        if (command.message() == null) {
            released.run();
        } else {
            long octets = command.message().size();
            contents.put(arrived.ticket(), new Content(octets, released));
            shared.held().content(octets);
        }
        step(arrived);
    }

    /**
     * A state at least as new as the store was when this was called; null: the account was put
     * away.
     */
    @Nullable CompletableFuture<AccountState> refresh() {
        CompletableFuture<AccountState> answer = new CompletableFuture<>();
        return queue.execute(() -> refresh(answer)) ? answer : null;
    }

    private void refresh(CompletableFuture<AccountState> answer) {
        if (abandoned) {
            answer.completeExceptionally(new Unavailable(ABANDONED));
            return;
        }
        long ticket = ++tickets;
        refreshers.put(ticket, answer);
        shared.held().refresh(1);
        step(new Input.Refresh(ticket));
    }

    /**
     * A state that does not name segments which are not in the store, if there is such a state;
     * null: the account was put away.
     *
     * @param missing names that were looked for and not found
     */
    @Nullable CompletableFuture<AccountState> reload(Set<String> missing) {
        CompletableFuture<AccountState> answer = new CompletableFuture<>();
        boolean taken =
                queue.execute(() -> {
                    AccountState now = appender.state();
                    // Whoever came first has had it read anew.
                    if (now != null && now.names(missing)) {
                        step(new Input.Stale());
                    }
                    refresh(answer);
                });
        return taken ? answer : null;
    }

    /**
     * Adds a watcher, unless it was closed meanwhile: it gets the entries that become known from
     * now on; false: the account was put away.
     */
    boolean watch(Watcher watcher) {
        return queue.execute(() -> {
            if (abandoned) {
                watcher.miss();
            } else if (!watcher.isClosed()) {
                watchers.add(watcher);
                shared.held().watcher(1);
            }
        });
    }

    /** Takes out a watcher that was closed; it may not have been added yet. */
    void unwatch(Watcher watcher) {
        queue.execute(() -> {
            if (watchers.remove(watcher)) {
                shared.held().watcher(-1);
                lastUsed = shared.scheduler().nanos();
            }
        });
    }

    /** Another pod appended entry n. */
    void noticed(long n) {
        input(new Input.Noticed(n));
    }

    /** The same messages, with other parts of them in memory or in the store. */
    void adopt(UnaryOperator<AccountState> layout) {
        input(new Input.Adopt(layout));
    }

    /** Puts it away if nobody uses it. */
    boolean closeIfIdle() {
        return queue.closeIf(() ->
                watchers.isEmpty()
                        && callers.isEmpty()
                        && refreshers.isEmpty()
                        && contents.isEmpty()
                        && appender.isIdle());
    }

    /** An answer to an effect. */
    void input(Input input) {
        queue.execute(() -> step(input));
    }

    private void step(Input input) {
        if (abandoned) {
            return;
        }
        try {
            List<Effect> effects =
                    appender.step(input, shared.scheduler().nanos(), shared.scheduler().millis());
            AccountState now = appender.state();
            // Nobody is to see the UIDVALIDITYs that it had before it was restored.
            state = now == null || Renumbering.isDue(now, appender.limits()) ? null : now;
            effects.forEach(this::run);
            tellOfQuota();
        } catch (Throwable defect) {
            LOG.errorf(defect, "account %s is put away after a defect", id);
            shared.held().defect();
            abandon();
        }
    }

    private void tellOfQuota() {
        AccountState now = state;
        if (now != null && now != looked) {
            looked = now;
            due = now.warningDue();
        }
        if (due != QuotaLevel.LOW) {
            shared.quota().due(id, due);
        }
    }

    /**
     * Ends this instance: what it sent may yet happen, and whoever comes loads the account anew.
     */
    private void abandon() {
        abandoned = true;
        queue.close();
        new ArrayList<>(callers.keySet()).forEach(ticket -> unavailable(ticket, ABANDONED));
        new ArrayList<>(refreshers.keySet()).forEach(ticket -> unavailable(ticket, ABANDONED));
        new ArrayList<>(contents.keySet()).forEach(this::release);
        shared.held().watcher(-watchers.size());
        watchers.forEach(Watcher::miss);
        watchers.clear();
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.Answer answer -> answer(answer.ticket(), answer.result());
            case Effect.Unavailable gone -> unavailable(gone.ticket(), gone.reason());
            case Effect.Released released -> release(released.ticket());
            case Effect.Current current -> {
                CompletableFuture<AccountState> asker = refresher(current.ticket());
                if (asker != null) {
                    tell(asker, current.state());
                }
            }
            case Effect.Publish publish -> publish(publish.entry(), publish.own());
            case Effect.Restarted restarted -> watchers.forEach(Watcher::miss);
            case Effect.Stuck defect -> {
                stuck = defect.reason();
                LOG.errorf(
                        "account %s: entry %d cannot be applied (%s); its mail waits",
                        id, defect.n(), defect.reason());
            }
            case Effect.Load load -> shared.runner().run(this, load);
            case Effect.LoadSegments load -> shared.runner().run(this, load);
            case Effect.WriteBody write -> shared.runner().run(this, write);
            case Effect.WriteSegment write -> shared.runner().run(this, write);
            case Effect.Insert insert -> shared.runner().run(this, insert);
            case Effect.Look look -> shared.runner().run(this, look);
            case Effect.ReadFloor read -> shared.runner().run(this, read);
            case Effect.Remove remove -> shared.runner().run(this, remove);
            case Effect.Wake wake ->
                    shared.scheduler().after(wake.nanos(), () -> input(new Input.Woken(wake.id())));
        }
    }

    private void tell(CompletableFuture<AccountState> asker, AccountState current) {
        if (!Renumbering.isDue(current, appender.limits())) {
            asker.complete(current);
            return;
        }
        CompletableFuture<Result> renumbered = new CompletableFuture<>();
        queue.execute(() -> arrive(new Command.Renumber("", 0), List.of(), () -> {}, renumbered));
        renumbered.whenComplete((done, failure) -> {
            boolean goesOn = failure == null && queue.execute(() -> refresh(asker));
            if (!goesOn) {
                asker.completeExceptionally(failure == null ? new Unavailable(ABANDONED) : failure);
            }
        });
    }

    private void publish(Entry entry, boolean own) {
        watchers.forEach(watcher -> watcher.push(entry));
        if (own) {
            shared.notifier().appended(entry);
        }
    }

    private void answer(long ticket, Result result) {
        CompletableFuture<Result> caller = caller(ticket);
        if (caller != null) {
            caller.complete(result);
        }
    }

    private void unavailable(long ticket, String reason) {
        CompletableFuture<AccountState> asker = refresher(ticket);
        if (asker != null) {
            asker.completeExceptionally(new Unavailable(reason));
        }
        CompletableFuture<Result> caller = caller(ticket);
        if (caller != null) {
            caller.completeExceptionally(new Unavailable(reason));
        }
    }

    private @Nullable CompletableFuture<AccountState> refresher(long ticket) {
        CompletableFuture<AccountState> asker = refreshers.remove(ticket);
        shared.held().refresh(asker == null ? 0 : -1);
        return asker;
    }

    private @Nullable CompletableFuture<Result> caller(long ticket) {
        lastUsed = shared.scheduler().nanos();
        CompletableFuture<Result> caller = callers.remove(ticket);
        shared.held().command(caller == null ? 0 : -1);
        return caller;
    }

    private void release(long ticket) {
        Content content = contents.remove(ticket);
        if (content != null) {
            shared.held().content(-content.octets());
            content.released().run();
        }
    }
}
