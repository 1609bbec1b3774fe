package posthorn.mailbox.accountcache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.checkpoint.Checkpointer;
import posthorn.mailbox.account.checkpoint.ChoreRequest;
import posthorn.mailbox.account.checkpoint.Expiry;
import posthorn.mailbox.account.checkpoint.Sweeper;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.PeriodicTasks;

/**
 * Looks after the accounts in memory: a checkpoint when enough was appended since the last one; now
 * and then a sweep of what nothing names, and the end of the history. Any pod does so for any
 * account, at once with others: nothing of it has to happen here and now. A few at a time.
 */
public final class Housekeeping implements AutoCloseable {

    /**
     * When to do what.
     *
     * @param checkpointEntries entries after which a checkpoint is written
     * @param history how long entries and keys are kept
     * @param sweepEvery how often an account is swept and its history ended
     */
    public record Plan(int checkpointEntries, Duration history, Duration sweepEvery) {}

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration KEEP_EVERY = Duration.ofDays(1);
    private static final int AT_ONCE = 2;
    private static final int WHOLE_EVERY = 24;

    /** What is remembered of an account. */
    private static final class Upkeep {
        private final Expiry.Seen seen = new Expiry.Seen();
        private final long firstSeen = System.nanoTime();
        private long checkpointTried = firstSeen - AGAIN.toNanos();
        private long swept = firstSeen;
        private int sweeps;
    }

    private final Map<String, Upkeep> upkeeps = new ConcurrentHashMap<>();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final AccountCache accounts;
    private final Plan plan;
    private final Supplier<String> ids;
    private final InstantSource clock;
    private final ScheduledExecutorService threads;
    private final ChoreRunner runner;
    private volatile @Nullable PeriodicTask looking;

    /**
     * @param ids never used before, in no pod
     */
    public Housekeeping(
            AccountCache accounts, Plan plan, Supplier<String> ids, InstantSource clock) {
        this.accounts = accounts;
        this.plan = plan;
        this.ids = ids;
        this.clock = clock;
        this.threads =
                Executors.newScheduledThreadPool(
                        AT_ONCE, Thread.ofPlatform().daemon().name("housekeeping-", 0).factory());
        this.runner = new ChoreRunner(accounts, ids, threads);
    }

    /** Begins; {@link #close} ends it. */
    public void start(PeriodicTasks tasks) {
        looking = tasks.task("housekeeping", this::look).every(LOOK, threads);
    }

    private void look() {
        upkeeps.keySet().removeIf(account -> !accounts.contains(account));
        for (CachedAccount account : accounts.all()) {
            if (busy.size() >= AT_ONCE) {
                return;
            }
            consider(account);
        }
    }

    private void consider(CachedAccount account) {
        AccountState state = account.state();
        if (state == null || state.n() == 0 || busy.contains(account.id())) {
            return;
        }
        Upkeep upkeep = upkeeps.computeIfAbsent(account.id(), id -> new Upkeep());
        long now = System.nanoTime();
        if (state.n() - account.checkpointedAt() >= plan.checkpointEntries()
                && now - upkeep.checkpointTried >= AGAIN.toNanos()) {
            upkeep.checkpointTried = now;
            begin(account, checkpoint(account, state.n()));
        } else if (now - upkeep.swept >= plan.sweepEvery().toNanos()) {
            upkeep.swept = now;
            begin(account, sweep(account, upkeep));
        }
    }

    private void begin(CachedAccount account, CompletionStage<Void> chore) {
        busy.add(account.id());
        chore.whenComplete((done, failure) -> {
            busy.remove(account.id());
            if (failure != null && !threads.isShutdown()) {
                LOG.errorf(failure, "housekeeping of account %s failed", account.id());
            }
        });
    }

    /** Writes a checkpoint; the account then knows what of it can be left to the store. */
    CompletionStage<Void> checkpoint(CachedAccount account, long n) {
        return runner.run(account.id(), new Checkpointer(account.id(), ids.get(), KEEP_EVERY))
                .thenAccept(over -> {
                    log(account, over);
                    if (over.done()) {
                        account.checkpointed(n);
                        account.adopt(over.layout());
                    }
                });
    }

    private CompletionStage<Void> sweep(CachedAccount account, Upkeep upkeep) {
        boolean whole = upkeep.sweeps++ % WHOLE_EVERY == 0;
        Expiry.Settings settings =
                new Expiry.Settings(plan.history(), Expiry.Settings.DEFAULT.settle());
        return runner.run(
                        account.id(),
                        new Expiry(settings, upkeep.seen, System.nanoTime(), clock.millis()))
                .thenAccept(over -> log(account, over))
                .thenCompose(ended -> runner.run(account.id(), new Sweeper(account.id(), whole)))
                .thenAccept(over -> log(account, over));
    }

    private static void log(CachedAccount account, ChoreRequest.Over over) {
        LOG.debugf("account %s: %s", account.id(), over.text());
    }

    @Override
    public void close() {
        PeriodicTask task = looking;
        if (task != null) {
            task.close();
        }
        threads.shutdownNow();
    }
}
