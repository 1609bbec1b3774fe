package posthorn.delivery.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A seeded scheduler: real threads of which exactly one runs at a time, each until its next {@link
 * #step} or {@link #sleep}; which one is next, and how far time goes, is decided by the seed alone.
 * A process is a group of threads that stall and die together.
 */
final class SeededScheduler {

    /** What a thread of a dead process meets at its next step. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** Threads that stall and die together. */
    static final class WorkerProcess {
        final String name;
        private boolean dead;
        private long stalledUntil;

        WorkerProcess(String name) {
            this.name = name;
        }

        boolean dead() {
            return dead;
        }

        boolean stalled(long now) {
            return stalledUntil > now;
        }
    }

    private static final class Task {
        final WorkerProcess process;
        final Semaphore turn = new Semaphore(0);
        long wakeAt;

        Task(WorkerProcess process, long wakeAt) {
            this.process = process;
            this.wakeAt = wakeAt;
        }

        long ready() {
            return process.dead ? 0 : Math.max(wakeAt, process.stalledUntil);
        }
    }

    private final Random random;
    private final List<Task> tasks = new ArrayList<>();
    private final List<Task> ready = new ArrayList<>();
    private final Semaphore over = new Semaphore(0);
    private BooleanSupplier until = () -> true;
    private @Nullable Task current;
    private @Nullable Throwable failure;
    private long now = 1_000_000_000L;
    private long steps;

    SeededScheduler(Random random) {
        this.random = random;
    }

    long now() {
        return now;
    }

    long steps() {
        return steps;
    }

    /** Begins a thread of a process, to run when its turn comes. */
    void start(WorkerProcess process, Runnable work) {
        Task task = new Task(process, now);
        tasks.add(task);
        Thread.ofVirtual().start(() -> run(task, work));
    }

    void kill(WorkerProcess process) {
        process.dead = true;
    }

    void stall(WorkerProcess process, long millis) {
        process.stalledUntil = now + millis;
    }

    /** Gives others a turn. */
    void step() {
        sleep(0);
    }

    /** Gives others a turn for at least so long. */
    void sleep(long millis) {
        Task me = Objects.requireNonNull(current);
        if (me.process.dead) {
            throw new Killed();
        }
        me.wakeAt = now + millis;
        if (pass() != me) {
            me.turn.acquireUninterruptibly();
        }
        if (me.process.dead) {
            throw new Killed();
        }
    }

    /**
     * Gives out turns until there is none to give, a thread fails, or {@code until} says so.
     *
     * @return what a thread failed with; null: none did
     */
    @Nullable Throwable run(BooleanSupplier until) {
        this.until = until;
        failure = null;
        pass();
        over.acquireUninterruptibly();
        return failure;
    }

    /** The next turn; whose it is, or null when it is over. */
    private @Nullable Task pass() {
        Task before = current;
        if (failure != null || tasks.isEmpty() || until.getAsBoolean()) {
            current = null;
            over.release();
            return null;
        }
        Task next = pick();
        current = next;
        steps++;
        if (next != before) {
            next.turn.release();
        }
        return next;
    }

    private Task pick() {
        long soonest = Long.MAX_VALUE;
        for (Task task : tasks) {
            soonest = Math.min(soonest, task.ready());
        }
        now = Math.max(now + random.nextInt(20), soonest);
        ready.clear();
        for (Task task : tasks) {
            if (task.ready() <= now) {
                ready.add(task);
            }
        }
        return ready.get(random.nextInt(ready.size()));
    }

    private void run(Task task, Runnable work) {
        task.turn.acquireUninterruptibly();
        try {
            if (!task.process.dead) {
                work.run();
            }
        } catch (Killed e) {
            // It went with its process.
        } catch (Throwable e) {
            failure = e;
        } finally {
            tasks.remove(task);
            pass();
        }
    }
}
