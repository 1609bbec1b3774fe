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
import posthorn.delivery.dispatch.DestinationLimits;
import posthorn.delivery.dispatch.WorkerStopped;

/**
 * Attempts on virtual threads, bounded in all and per destination. A slot that becomes free goes to
 * an attempt that waits, and destinations take turns. Safe for all threads.
 */
final class AttemptThreads implements DestinationLimits {

    private static final Logger LOG = Logger.getLogger(AttemptThreads.class);

    private final int most;
    private final int mostPerDestination;
    private final int mostWaiting;
    private final WorkerSignals signals;
    private final WorkInHand inHand;
    private final Map<String, Integer> taken = new HashMap<>();

    /** By destination; the one whose turn comes first stands first. None is empty. */
    private final LinkedHashMap<String, Deque<Runnable>> waiting = new LinkedHashMap<>();

    private int all;
    private int waitingCount;

    /**
     * All slots are free.
     *
     * @param most attempts at once
     * @param mostPerDestination of those at one destination
     * @param mostWaiting attempts that wait for a slot
     * @param signals called when a slot is free again and nothing waits for it
     * @param inHand counts the slots that are taken, and lets none be taken when the worker drains
     */
    AttemptThreads(
            int most,
            int mostPerDestination,
            int mostWaiting,
            WorkerSignals signals,
            WorkInHand inHand) {
        this.most = most;
        this.mostPerDestination = mostPerDestination;
        this.mostWaiting = mostWaiting;
        this.signals = signals;
        this.inHand = inHand;
    }

    @Override
    public synchronized Optional<Slot> slot(String key) {
        if (all == most || full(key) || !inHand.begin(WorkInHand.Kind.DIALOGUES)) {
            return Optional.empty();
        }
        all++;
        taken.merge(key, 1, Integer::sum);
        return Optional.of(new ThreadSlot(key));
    }

    private boolean full(String key) {
        return taken.getOrDefault(key, 0) >= mostPerDestination;
    }

    @Override
    public boolean enqueue(String key, Runnable attempt) {
        synchronized (this) {
            if (waitingCount == mostWaiting || inHand.draining()) {
                return false;
            }
            waitingCount++;
            waiting.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(attempt);
        }
        startWaiting();
        return true;
    }

    /** Gives free slots to attempts that wait. */
    private void startWaiting() {
        for (Optional<Next> next = next(); next.isPresent(); next = next()) {
            next.get().slot().run(next.get().attempt());
        }
    }

    private record Next(Slot slot, Runnable attempt) {}

    private synchronized Optional<Next> next() {
        if (all == most) {
            return Optional.empty();
        }
        return waiting.keySet().stream().filter(key -> !full(key)).findFirst().flatMap(this::next);
    }

    /** Empty: the worker drains. */
    private Optional<Next> next(String key) {
        return slot(key)
                .map(slot -> {
                    Deque<Runnable> attempts = Objects.requireNonNull(waiting.remove(key));
                    Runnable attempt = attempts.remove();
                    waitingCount--;
                    if (!attempts.isEmpty()) {
                        waiting.put(key, attempts);
                    }
                    return new Next(slot, attempt);
                });
    }

    @Override
    public synchronized Collection<String> saturated() {
        Set<String> keys = new HashSet<>(waiting.keySet());
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
        inHand.end(WorkInHand.Kind.DIALOGUES);
        startWaiting();
        if (!waits(key)) {
            signals.wakeQueueRunner();
        }
    }

    private synchronized boolean waits(String key) {
        return waiting.containsKey(key);
    }

    private final class ThreadSlot implements Slot {
        private final String key;
        private final AtomicBoolean used = new AtomicBoolean();

        ThreadSlot(String key) {
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
            } catch (WorkerStopped e) {
                LOG.debugf("an attempt at %s was stopped", key);
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "ALARM: an attempt at %s failed: it will be taken over", key);
            } finally {
                free(key);
            }
        }
    }
}
