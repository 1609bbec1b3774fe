package posthorn.mailbox.account.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.checkpoint.Chore;
import posthorn.mailbox.account.checkpoint.ChoreRequest;
import posthorn.mailbox.account.checkpoint.Expiry;
import posthorn.mailbox.account.log.Appender;
import posthorn.mailbox.account.log.BrokenRules;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.CachedSegments;
import posthorn.mailbox.accountcache.Chores;
import posthorn.mailbox.accountcache.Scheduler;
import posthorn.mailbox.accountcache.SegmentReader;
import posthorn.mailbox.accountcache.Stores;
import posthorn.mailbox.accountcache.WatchedHeads;
import posthorn.mailbox.accountcache.Watches;

/**
 * One process of mailbox-api: the cache of accounts with all that it does, watchers, chores. It may
 * stall and die between any two steps.
 */
final class Pod {
    /** Fewer accounts than there are: they come and go. */
    private static final int ACCOUNTS_IN_MEMORY = 1;

    private static final long PLENTY = 1L << 40;
    private static final int WATCH_BUFFER = 4;

    private final World world;
    private final int number;
    private final Wire wire;
    private final Map<String, Expiry.Seen> seen = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private boolean alive = true;
    private int life;
    private long stalledUntil;
    private long clockOffset;
    private long dayOffset;
    private int contents;
    private PodProcess process;

    /** Who waits for an answer. */
    interface Caller {
        /** The command was done or refused. */
        void answered(Result result);

        /** Nothing is known. */
        void unavailable();
    }

    /** What lives and dies together. */
    private final class PodProcess implements Scheduler {
        final int since = life;
        final Stores stores =
                new Stores(
                        wire.new Log(),
                        wire.new Bodies(),
                        number == 0
                                ? new CachedSegments(wire.new SegmentStore(), PLENTY)
                                : wire.new SegmentStore(),
                        wire.new ManifestStore());
        final AccountCache accounts =
                new AccountCache(
                        stores,
                        Pod.this::appender,
                        entry -> world.announce(Pod.this, entry.account(), entry.n()),
                        this,
                        new AccountCache.Limits(ACCOUNTS_IN_MEMORY, PLENTY));
        final Watches watches = new Watches(accounts, WATCH_BUFFER);
        final WatchedHeads heads = new WatchedHeads(accounts, 2);
        final SegmentReader segments = new SegmentReader(accounts);
        final Chores chores = new Chores(accounts, () -> "a" + world.time().id(), this);

        @Override
        public void execute(Runnable task) {
            if (world.time().chance(0.1)) {
                world.time().after(world.time().between(0, 1), () -> later(since, task));
            } else {
                task.run();
            }
        }

        @Override
        public void after(long nanos, Runnable task) {
            world.time().after(nanos, () -> later(since, task));
        }

        @Override
        public long nanos() {
            return Pod.this.nanos();
        }

        @Override
        public long millis() {
            return Pod.this.millis();
        }
    }

    Pod(World world, int number) {
        this.world = world;
        this.number = number;
        wire = new Wire(world, this);
        clockOffset = world.time().below(1 << 30);
        dayOffset = world.time().below(600) - 300L;
        process = new PodProcess();
    }

    int life() {
        return life;
    }

    boolean isAlive() {
        return alive;
    }

    int number() {
        return number;
    }

    AccountCache accounts() {
        return process.accounts;
    }

    Watches watches() {
        return process.watches;
    }

    SegmentReader segments() {
        return process.segments;
    }

    WatchedHeads heads() {
        return process.heads;
    }

    /** Nobody waits for anything, and nothing is held for anybody but watchers. */
    boolean isIdle() {
        var now = process.accounts.held();
        return now.commands() == 0
                && now.refreshes() == 0
                && now.contentOctets() == 0
                && contents == 0;
    }

    Expiry.Seen seen(String account) {
        return seen.computeIfAbsent(account, any -> new Expiry.Seen());
    }

    long nanos() {
        return world.time().now() + clockOffset;
    }

    long millis() {
        return world.time().millis() + dayOffset;
    }

    /** Runs something in this pod, unless it has died since; later, if it stalls. */
    void later(int since, Runnable what) {
        if (since != life || !alive) {
            return;
        }
        if (world.time().now() < stalledUntil) {
            held.add(() -> later(since, what));
        } else {
            what.run();
        }
    }

    void stall(long nanos) {
        stalledUntil = Math.max(stalledUntil, world.time().now() + nanos);
        world.time().at(stalledUntil, this::goOn);
    }

    /** Ends a stall: all that came meanwhile happens now, in the order in which it came. */
    void wake() {
        stalledUntil = 0;
        goOn();
    }

    private void goOn() {
        if (world.time().now() >= stalledUntil) {
            var all = List.copyOf(held);
            held.clear();
            all.forEach(what -> world.time().after(0, what));
        }
    }

    void die() {
        alive = false;
        life++;
        held.clear();
        seen.clear();
        wire.forget();
        contents = 0;
        var gone = List.copyOf(watchers);
        watchers.clear();
        gone.forEach(Watcher::lost);
    }

    /** Begins anew, unless it lives already. */
    void rise() {
        if (alive) {
            return;
        }
        alive = true;
        stalledUntil = 0;
        clockOffset = world.time().below(1 << 30);
        dayOffset = world.time().below(600) - 300L;
        process = new PodProcess();
    }

    void attached(Watcher watcher) {
        watchers.add(watcher);
    }

    void detached(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** A command came from outside. */
    void submit(String account, Command command, Caller caller) {
        var content = MessageContent.of(command);
        int since = life;
        contents += content.size();
        process.accounts
                .execute(account, command, content, () -> released(since, content))
                .subscribe()
                .with(caller::answered, failure -> unavailable(caller, command));
    }

    private void unavailable(Caller caller, Command command) {
        if (world.broken() == Broken.CONTENT_GOES_WITH_CALLER) {
            MessageContent.of(command).forEach(any -> world.spoil(command));
        }
        caller.unavailable();
    }

    /** The octets are used for something else: nobody may need them any more. */
    private void released(int since, List<ByteBuffer> content) {
        if (since == life) {
            contents -= content.size();
        }
        for (var octets : content) {
            for (int i = octets.position(); i < octets.limit(); i++) {
                octets.put(i, (byte) '#');
            }
        }
    }

    /** A notice for a pod that stalls is mostly lost. */
    void notice(int since, String account, long n) {
        if (world.time().now() >= stalledUntil || world.time().chance(0.1)) {
            later(since, () -> process.accounts.noticed(account, n));
        }
    }

    /** Looks after its accounts, as the service's timers do. */
    void tidy() {
        later(
                life,
                () -> {
                    process.heads.compareAll();
                    process.accounts.tidy();
                    if (!process.accounts.stuck().isEmpty()
                            || process.accounts.held().defects() > 0) {
                        throw new Violation("An account is stuck, or had a defect");
                    }
                });
    }

    void run(String account, Chore chore, Consumer<ChoreRequest.Over> over) {
        process.chores.run(
                account,
                chore,
                ended -> {
                    if (ended == null) {
                        throw new Violation("A chore had a defect");
                    }
                    over.accept(ended);
                });
    }

    private Appender appender() {
        var settings = world.settings();
        var time = world.time();
        UnaryOperator<Entry> codec = UnaryOperator.identity();
        return switch (world.broken()) {
            case RULE_2_SKIPPED -> BrokenRules.withoutRule2(settings, time::id, codec);
            case RULE_2_GUESSED -> BrokenRules.guessingRule2(settings, time::id, codec);
            case RULE_3_SKIPPED -> BrokenRules.withoutRule3(settings, time::id, codec);
            case NEW_ID_ON_RETRY -> BrokenRules.newIdOnRetry(settings, time::id, codec);
            case CHANGED_BEFORE_DEAD -> BrokenRules.changingBeforeDead(settings, time::id, codec);
            case NO_FLOOR_READ -> BrokenRules.withoutFloor(settings, time::id, codec);
            case BODY_NOT_REWRITTEN -> BrokenRules.writingBodiesOnce(settings, time::id, codec);
            case NOTHING,
                    CONTENT_GOES_WITH_CALLER,
                    W1,
                    LOCAL_READS,
                    SWEEP_IGNORES_N,
                    SWEEP_AHEAD_OF_LOG,
                    CHECKPOINT_NOT_REFUSED,
                    NEWEST_DELETED_FIRST,
                    DELETED_BEFORE_FLOOR,
                    NOT_SETTLED,
                    KEYS_NOT_UNIQUE,
                    NOT_RENUMBERED ->
                    new Appender(settings, time::id, codec);
        };
    }
}
