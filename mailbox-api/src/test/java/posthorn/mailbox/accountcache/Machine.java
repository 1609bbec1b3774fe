package posthorn.mailbox.accountcache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * A scheduler that a test drives: tasks run when the test says so, in the order in which they came,
 * and time stands still until it is moved.
 */
final class Machine implements Scheduler {

    private record Later(long at, Runnable task) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Later> later = new ArrayList<>();
    private long now;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void after(long nanos, Runnable task) {
        later.add(new Later(now + nanos, task));
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public long millis() {
        return 1_700_000_000_000L + now / 1_000_000;
    }

    /** Runs all that waits, and what follows from it. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Moves the time, and runs all that is due by then. */
    void pass(long nanos) {
        run();
        now += nanos;
        List<Later> due =
                later.stream()
                        .filter(each -> each.at() <= now)
                        .sorted(Comparator.comparingLong(Later::at))
                        .toList();
        later.removeAll(due);
        due.forEach(each -> tasks.add(each.task()));
        run();
    }
}
