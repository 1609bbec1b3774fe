package posthorn.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.dispatch.DestinationLimits;
import posthorn.delivery.dispatch.WorkerStopped;
import posthorn.delivery.pace.Pace;

/**
 * Attempts on virtual threads, bounded in all, per destination, and per site as its {@link Pace}
 * says. A slot that becomes free goes to an attempt that waits, and sites and destinations take
 * turns. Safe for all threads.
 */
final class AttemptThreads implements DestinationLimits {

    private static final Logger LOG = Logger.getLogger(AttemptThreads.class);

    private final int most;
    private final int mostPerDestination;
    private final int mostWaiting;
    private final int mostWaitingPerSite;
    private final Pace pace;
    private final WorkerSignals signals;
    private final WorkInHand inHand;
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, Integer> takenAt = new HashMap<>();
    private final WaitingAttempts waiting = new WaitingAttempts();
    private int all;

    /**
     * All slots are free.
     *
     * @param most attempts at once
     * @param mostPerDestination of those at one destination
     * @param mostWaiting attempts that wait for a slot
     * @param mostWaitingPerSite of those for one site
     * @param pace says which destinations are one site, and whether it may have another attempt
     * @param signals called when a slot is free again and nothing waits for it
     * @param inHand counts the slots that are taken, and lets none be taken when the worker drains
     */
    AttemptThreads(
            int most,
            int mostPerDestination,
            int mostWaiting,
            int mostWaitingPerSite,
            Pace pace,
            WorkerSignals signals,
            WorkInHand inHand) {
        this.most = most;
        this.mostPerDestination = mostPerDestination;
        this.mostWaiting = mostWaiting;
        this.mostWaitingPerSite = mostWaitingPerSite;
        this.pace = pace;
        this.signals = signals;
        this.inHand = inHand;
    }

    @Override
    public synchronized Optional<Slot> slot(String key) {
        String site = pace.site(key);
        if (all == most || full(key) || siteFull(site) || !begins()) {
            return Optional.empty();
        }
        all++;
        taken.merge(key, 1, Integer::sum);
        takenAt.merge(site, 1, Integer::sum);
        return Optional.of(new ThreadSlot(key, site));
    }

    private boolean begins() {
        return inHand.begin(WorkInHand.Kind.DIALOGUES);
    }

    private boolean full(String key) {
        return taken.getOrDefault(key, 0) >= mostPerDestination;
    }

    private boolean siteFull(String site) {
        return pace.full(site, takenAt.getOrDefault(site, 0));
    }

    @Override
    public boolean enqueue(String key, Runnable attempt) {
        String site = pace.site(key);
        synchronized (this) {
            if (waiting.count() == mostWaiting
                    || waiting.countAt(site) >= mostWaitingPerSite
                    || inHand.draining()) {
                return false;
            }
            waiting.add(site, key, attempt);
        }
        startWaiting();
        return true;
    }

    @Override
    public synchronized boolean crowded(String key) {
        return waiting.countAt(pace.site(key)) >= mostWaitingPerSite;
    }

    /** Gives free slots to attempts that wait; to be called when time alone may have freed some. */
    void startWaiting() {
        for (Optional<Next> next = next(); next.isPresent(); next = next()) {
            next.get().slot().run(next.get().attempt());
        }
    }

    private record Next(Slot slot, Runnable attempt) {}

    /** Empty: none may begin, or the worker drains. */
    private synchronized Optional<Next> next() {
        if (all == most || waiting.count() == 0 || !begins()) {
            return Optional.empty();
        }
        Optional<WaitingAttempts.Waiting> next =
                waiting.take(pace::site, this::siteFull, this::full);
        if (next.isEmpty()) {
            inHand.end(WorkInHand.Kind.DIALOGUES);
        }
        return next.map(this::taken);
    }

    private Next taken(WaitingAttempts.Waiting next) {
        String key = next.destination();
        String site = pace.site(key);
        all++;
        taken.merge(key, 1, Integer::sum);
        takenAt.merge(site, 1, Integer::sum);
        return new Next(new ThreadSlot(key, site), next.attempt());
    }

    @Override
    public synchronized Collection<String> saturated() {
        Set<String> keys = new HashSet<>(waiting.destinations());
        taken.keySet().stream().filter(this::full).forEach(keys::add);
        return keys;
    }

    /** Destinations that are being tried now, for people. */
    synchronized List<String> busy() {
        return List.copyOf(taken.keySet());
    }

    private void free(String key, String site) {
        synchronized (this) {
            all--;
            taken.merge(key, -1, AttemptThreads::orNone);
            takenAt.merge(site, -1, AttemptThreads::orNone);
        }
        inHand.end(WorkInHand.Kind.DIALOGUES);
        startWaiting();
        if (!waits(key)) {
            signals.wakeQueueRunner();
        }
    }

    private static @Nullable Integer orNone(int count, int change) {
        return count + change == 0 ? null : count + change;
    }

    private synchronized boolean waits(String key) {
        return waiting.waitsFor(key);
    }

    private final class ThreadSlot implements Slot {
        private final String key;
        private final String site;
        private final AtomicBoolean used = new AtomicBoolean();

        ThreadSlot(String key, String site) {
            this.key = key;
            this.site = site;
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
                free(key, site);
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
                free(key, site);
            }
        }
    }
}
