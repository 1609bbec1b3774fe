package posthorn.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.Crew;
import posthorn.delivery.dispatch.Stopped;

/** Attempts on virtual threads, bounded in all and per destination. Safe for all threads. */
final class VirtualCrew implements Crew {

    private static final Logger LOG = Logger.getLogger(VirtualCrew.class);

    private final int most;
    private final int mostPerDestination;
    private final Runnable freed;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    /**
     * All slots are free.
     *
     * @param freed called when a slot is free again while others may wait for one
     */
    VirtualCrew(int most, int mostPerDestination, Runnable freed) {
        this.most = most;
        this.mostPerDestination = mostPerDestination;
        this.freed = freed;
    }

    @Override
    public synchronized Optional<Slot> slot(String key) {
        int there = taken.getOrDefault(key, 0);
        if (all == most || there == mostPerDestination) {
            return Optional.empty();
        }
        all++;
        taken.put(key, there + 1);
        return Optional.of(new VirtualSlot(key));
    }

    @Override
    public synchronized Collection<String> saturated() {
        return taken.entrySet().stream()
                .filter(entry -> entry.getValue() >= mostPerDestination)
                .map(Map.Entry::getKey)
                .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
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
        freed.run();
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
