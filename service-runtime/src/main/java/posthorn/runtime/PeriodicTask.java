package posthorn.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.health.TaskWatch;

/**
 * Work that is done again and again and that no failure ends: an exception or an error of one run
 * is logged and counted, and the next run comes all the same. A plain {@link
 * ScheduledExecutorService} would never run it again. {@link PeriodicTasks} makes them and measures
 * them.
 *
 * <p>A loop that has a thread and a rhythm of its own, such as a consumer of a topic, calls {@link
 * #attempt} for each turn in place of {@link #every}. Safe for all threads; runs of one task never
 * overlap when one of the two ways is used alone.
 *
 * <p>A task that gives no sign of life for many of its periods makes the process one that is not
 * alive ({@link TaskWatch}). The end of a run is such a sign, however it ended; so is {@link
 * #goesOn} within a run, for whoever waits for something that is away.
 */
public final class PeriodicTask implements TaskWatch.Task, AutoCloseable {

    /** The task whose run this thread is in. */
    private static final ScopedValue<PeriodicTask> RUNNING = ScopedValue.newInstance();

    /** What one run does. */
    @FunctionalInterface
    public interface Work {
        /** Does it; whatever it throws ends this run only. */
        void run() throws Exception;
    }

    private static final Logger LOG = Logger.getLogger(PeriodicTask.class);

    private final String service;
    private final String name;
    private final Callable<CompletionStage<?>> work;
    private final LongSupplier nanos;
    private final Consumer<PeriodicTask> onClose;
    private final AtomicLong failures = new AtomicLong();
    private volatile long lastSuccess;
    private final AtomicLong failedInARow = new AtomicLong();
    private volatile long signOfLife;
    private volatile @Nullable Duration period;
    private volatile boolean polls;
    private volatile boolean closed;
    private volatile @Nullable ScheduledFuture<?> next;

    PeriodicTask(
            String service,
            String name,
            Callable<CompletionStage<?>> work,
            LongSupplier nanos,
            Consumer<PeriodicTask> onClose) {
        this.service = service;
        this.name = name;
        this.work = work;
        this.nanos = nanos;
        this.onClose = onClose;
        this.lastSuccess = nanos.getAsLong();
        this.signOfLife = lastSuccess;
    }

    /** What it is called in the log and in the metrics. */
    public String taskName() {
        return name;
    }

    @Override
    public String name() {
        return service + ": " + name;
    }

    @Override
    public Optional<Duration> period() {
        return Optional.ofNullable(period);
    }

    @Override
    public boolean polls() {
        return polls;
    }

    @Override
    public Duration silence() {
        return Duration.ofNanos(Math.max(0, nanos.getAsLong() - signOfLife));
    }

    /** Says that its runs read a topic from now on, and call {@link #goesOn} after each poll. */
    public PeriodicTask expectedToPoll() {
        signOfLife = nanos.getAsLong();
        polls = true;
        return this;
    }

    /**
     * The run that this thread is in goes on, although it takes long: it waits for something that
     * is away. Where no task runs, nothing happens.
     */
    public static void goesOn() {
        if (RUNNING.isBound()) {
            PeriodicTask task = RUNNING.get();
            task.signOfLife = task.nanos.getAsLong();
        }
    }

    /**
     * Says in which rhythm {@link #attempt} is called from now on.
     *
     * @param interval from the end of a run to the next one, at most
     */
    public PeriodicTask expectedEvery(Duration interval) {
        signOfLife = nanos.getAsLong();
        period = interval;
        return this;
    }

    /** How many runs have failed since the start. */
    public long failures() {
        return failures.get();
    }

    /** The time since a run last ended well, or since the task was made when none has yet. */
    public Duration sinceSuccess() {
        return Duration.ofNanos(nanos.getAsLong() - lastSuccess);
    }

    /**
     * Runs it again and again until {@link #close}: first after the interval, then each time when
     * the interval has passed since the last run ended, however that run ended.
     */
    public PeriodicTask every(Duration interval, ScheduledExecutorService scheduler) {
        return after(interval, interval, scheduler);
    }

    /** As {@link #every}, with another wait before the first run. */
    public PeriodicTask after(
            Duration first, Duration interval, ScheduledExecutorService scheduler) {
        expectedEvery(interval);
        signOfLife = nanos.getAsLong() + first.toNanos();
        schedule(first, interval, scheduler);
        return this;
    }

    private void schedule(Duration wait, Duration interval, ScheduledExecutorService scheduler) {
        if (closed) {
            return;
        }
        try {
            next =
                    scheduler.schedule(
                            () -> turn(interval, scheduler), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Only a scheduler that is shut down refuses, and then the task is over, too.
            closed = true;
        }
    }

    private void turn(Duration interval, ScheduledExecutorService scheduler) {
        if (!closed) {
            begin().whenComplete((good, never) -> schedule(interval, interval, scheduler));
        }
    }

    /**
     * Runs it once, now, and waits for its end.
     *
     * @return whether the run ended well; false: the failure is logged and counted
     */
    public boolean attempt() {
        return begin().join();
    }

    /** Completes with whether the run ended well; never fails. */
    private CompletableFuture<Boolean> begin() {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try {
            ScopedValue.where(RUNNING, this)
                    .call(work::call)
                    .whenComplete((done, failure) ->
                            ended.complete(failure == null ? succeeded() : failed(failure)));
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            ended.complete(failed(failure));
        }
        return ended;
    }

    private boolean succeeded() {
        lastSuccess = nanos.getAsLong();
        signOfLife = lastSuccess;
        failedInARow.set(0);
        return true;
    }

    /** Tells of the first failure in a row, then of each whose count is a power of two. */
    private boolean failed(Throwable failure) {
        signOfLife = nanos.getAsLong();
        failures.incrementAndGet();
        long inARow = failedInARow.incrementAndGet();
        if (!closed && Long.bitCount(inARow) == 1) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
            LOG.errorf(cause, "%s: task '%s' has failed %d times in a row", service, name, inARow);
        }
        return false;
    }

    /** No run begins any more; one that is under way goes on to its end. */
    @Override
    public void close() {
        closed = true;
        ScheduledFuture<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
        onClose.accept(this);
    }
}
