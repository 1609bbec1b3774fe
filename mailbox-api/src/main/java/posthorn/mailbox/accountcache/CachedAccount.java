package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.log.Appender;
import posthorn.mailbox.account.log.Effect;
import posthorn.mailbox.account.log.Input;

/**
 * One account in memory: its machine, those who wait for it and those who watch it. All of it but
 * {@link #state} is touched by tasks of its queue alone.
 */
final class CachedAccount {

    private static final Logger LOG = Logger.getLogger(CachedAccount.class);

    private final String id;
    private final Appender appender;
    private final SerialQueue queue;
    private final EffectRunner runner;
    private final EntryNotifier notices;
    private final InstantSource clock;
    private final Map<Long, CompletableFuture<Result>> callers = new HashMap<>();
    private final Map<Long, CompletableFuture<AccountState>> refreshers = new HashMap<>();
    private final Map<String, List<ByteBuffer>> bodies = new HashMap<>();
    private final Map<Long, String> bodyOf = new HashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private long tickets;
    private volatile @Nullable AccountState state;
    private volatile long lastUsed;
    private volatile String stuck = "";
    private volatile long checkpointedAt;
    private volatile @Nullable AccountState weighed;
    private volatile long weight;

    CachedAccount(
            String id,
            Appender appender,
            SerialQueue queue,
            EffectRunner runner,
            EntryNotifier notices,
            InstantSource clock) {
        this.id = id;
        this.appender = appender;
        this.queue = queue;
        this.runner = runner;
        this.notices = notices;
        this.clock = clock;
        this.lastUsed = System.nanoTime();
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
     * @param body octets of the message that it adds, under the id in the command; null: it adds
     *     none
     * @return null: the account was put away, take another instance
     */
    @Nullable CompletableFuture<Result> execute(
            Command command, @Nullable String bodyId, @Nullable List<ByteBuffer> body) {
        CompletableFuture<Result> answer = new CompletableFuture<>();
        boolean taken =
                queue.execute(() -> {
                    long ticket = ++tickets;
                    callers.put(ticket, answer);
                    if (bodyId != null && body != null) {
                        bodies.put(bodyId, body);
                        bodyOf.put(ticket, bodyId);
                    }
                    step(new Input.Arrived(ticket, command));
                });
        return taken ? answer : null;
    }

    /**
     * A state at least as new as the store was when this was called; null: the account was put
     * away.
     */
    @Nullable CompletableFuture<AccountState> refresh() {
        CompletableFuture<AccountState> answer = new CompletableFuture<>();
        boolean taken =
                queue.execute(() -> {
                    long ticket = ++tickets;
                    refreshers.put(ticket, answer);
                    step(new Input.Refresh(ticket));
                });
        return taken ? answer : null;
    }

    /**
     * Adds a watcher: it gets the entries that become known from now on; false: the account was put
     * away.
     */
    boolean watch(Watcher watcher) {
        return queue.execute(() -> watchers.add(watcher));
    }

    void unwatch(Watcher watcher) {
        watchers.remove(watcher);
        lastUsed = System.nanoTime();
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
                        && appender.isIdle());
    }

    /** An answer to an effect. */
    void input(Input input) {
        queue.execute(() -> step(input));
    }

    private void step(Input input) {
        List<Effect> effects = appender.step(input, System.nanoTime(), clock.millis());
        state = appender.state();
        effects.forEach(this::run);
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.Answer answer ->
                    caller(answer.ticket(), caller -> caller.complete(answer.result()));
            case Effect.Unavailable gone -> unavailable(gone.ticket(), gone.reason());
            case Effect.Current current -> {
                CompletableFuture<AccountState> asker = refreshers.remove(current.ticket());
                if (asker != null) {
                    asker.complete(current.state());
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
            case Effect.WriteBody write ->
                    runner.writeBody(this, write, bodies.getOrDefault(write.body(), List.of()));
            default -> runner.run(this, effect);
        }
    }

    private void publish(Entry entry, boolean own) {
        watchers.forEach(watcher -> watcher.push(entry));
        if (own) {
            notices.appended(entry);
        }
    }

    private void unavailable(long ticket, String reason) {
        CompletableFuture<AccountState> asker = refreshers.remove(ticket);
        if (asker != null) {
            asker.completeExceptionally(new Unavailable(reason));
        }
        caller(ticket, caller -> caller.completeExceptionally(new Unavailable(reason)));
    }

    private void caller(long ticket, Consumer<CompletableFuture<Result>> tell) {
        lastUsed = System.nanoTime();
        String body = bodyOf.remove(ticket);
        if (body != null) {
            bodies.remove(body);
        }
        CompletableFuture<Result> caller = callers.remove(ticket);
        if (caller != null) {
            tell.accept(caller);
        }
    }

    /** What the watcher has to be told first: where the account stands. */
    Uni<AccountState> current() {
        CompletableFuture<AccountState> answer = refresh();
        return answer == null
                ? Uni.createFrom().failure(new Unavailable("the account was put away"))
                : Uni.createFrom().completionStage(answer);
    }
}
