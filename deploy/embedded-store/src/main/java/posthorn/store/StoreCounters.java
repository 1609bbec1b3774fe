package posthorn.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a store has done since its start, for metrics. Thread-safe. */
public final class StoreCounters {
    private final Map<String, LongAdder> commands = new ConcurrentHashMap<>();
    private final LongAdder failures = new LongAdder();
    private final AtomicInteger connections = new AtomicInteger();

    /** Counts a command that is executed. */
    public void command(String name) {
        commands.computeIfAbsent(name, n -> new LongAdder()).increment();
    }

    /** Counts a command that was answered with an error. */
    public void failure() {
        failures.increment();
    }

    /** Counts a connection that was opened (1) or closed (-1). */
    public void connection(int change) {
        connections.addAndGet(change);
    }

    /** How many commands of each name were executed. */
    public Map<String, Long> commands() {
        Map<String, Long> counts = new TreeMap<>();
        commands.forEach((name, count) -> counts.put(name, count.sum()));
        return counts;
    }

    /** How many commands were answered with an error as a whole. */
    public long failures() {
        return failures.sum();
    }

    /** How many connections are open. */
    public int connections() {
        return connections.get();
    }
}
