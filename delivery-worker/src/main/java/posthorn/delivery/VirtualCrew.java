package posthorn.delivery;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.Crew;
import posthorn.delivery.dispatch.Stopped;

/**
 * Attempts on virtual threads, bounded in all and per destination. Whoever becomes free goes on
 * with the line, where destinations take turns. Safe for all threads.
 */
final class VirtualCrew implements Crew {

    private static final Logger LOG = Logger.getLogger(VirtualCrew.class);

    private final int most;
    private final int mostPerDestination;
    private final int mostInLine;
    private final Wake wake;
    private final Map<String, Integer> taken = new HashMap<>();

    /** By destination; the one whose turn comes first stands first. None is empty. */
    private final LinkedHashMap<String, Deque<Runnable>> line = new LinkedHashMap<>();

    private int all;
    private int inLine;

    /**
     * All slots are free.
     *
     * @param most attempts at once
     * @param mostPerDestination of those at one destination
     * @param mostInLine attempts that wait for a slot
     * @param wake called when a slot is free again and nothing waits for it
     */
    VirtualCrew(int most, int mostPerDestination, int mostInLine, Wake wake) {
        this.most = most;
        this.mostPerDestination = mostPerDestination;
        this.mostInLine = mostInLine;
        this.wake = wake;
    }

    @Override
    public synchronized Optional<Slot> slot(String key) {
        if (all == most || full(key)) {
            return Optional.empty();
        }
        all++;
        taken.merge(key, 1, Integer::sum);
        return Optional.of(new VirtualSlot(key));
    }

    private boolean full(String key) {
        return taken.getOrDefault(key, 0) >= mostPerDestination;
    }

    @Override
    public boolean later(String key, Runnable attempt) {
        synchronized (this) {
            if (inLine == mostInLine) {
                return false;
            }
            inLine++;
            line.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(attempt);
        }
        goOn();
        return true;
    }

    /** Gives free slots to those that stand in the line. */
    private void goOn() {
        for (Optional<Next> next = next(); next.isPresent(); next = next()) {
            next.get().slot().run(next.get().attempt());
        }
    }

    private record Next(Slot slot, Runnable attempt) {}

    private synchronized Optional<Next> next() {
        if (all == most || wake.stopping()) {
            return Optional.empty();
        }
        return line.keySet().stream().filter(key -> !full(key)).findFirst().map(this::next);
    }

    private Next next(String key) {
        Deque<Runnable> waiting = Objects.requireNonNull(line.remove(key));
        Runnable attempt = waiting.remove();
        inLine--;
        if (!waiting.isEmpty()) {
            line.put(key, waiting);
        }
        return new Next(slot(key).orElseThrow(), attempt);
    }

    @Override
    public synchronized Collection<String> saturated() {
        Set<String> keys = new HashSet<>(line.keySet());
        taken.keySet().stream().filter(this::full).forEach(keys::add);
        return keys;
    }

    /** Destinations that are being tried now, for people. */
    synchronized List<String> busy() {
        return List.copyOf(taken.keySet());
    }

    private void free(String key) {
        synchronized (this) {
            all--;
            taken.merge(key, -1, (a, b) -> a + b == 0 ? null : a + b);
        }
        goOn();
        if (!waits(key)) {
            wake.call();
        }
    }

    private synchronized boolean waits(String key) {
        return line.containsKey(key);
    }

    private final class VirtualSlot implements Slot {
        private final String key;
        private final AtomicBoolean used = new AtomicBoolean();

        VirtualSlot(String key) {
            this.key = key;
        }

        @Override
        public void run(Runnable attempt) {
            if (used.compareAndSet(false, true)) {
                Thread.ofVirtual().name("attempt-" + key).start(() -> attempted(attempt));
            }
        }

        @Override
        public void release() {
            if (used.compareAndSet(false, true)) {
                free(key);
            }
        }

        private void attempted(Runnable attempt) {
            try {
                attempt.run();
            } catch (Stopped e) {
                LOG.debugf("an attempt at %s was stopped", key);
            } catch (RuntimeException e) {
                LOG.errorf(e, "an attempt at %s failed: it will be taken over", key);
            } finally {
                free(key);
            }
        }
    }
}
