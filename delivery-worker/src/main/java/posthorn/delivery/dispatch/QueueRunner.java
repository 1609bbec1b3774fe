package posthorn.delivery.dispatch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.BrokenDocument;
import posthorn.delivery.queue.DeadWorkers;
import posthorn.delivery.queue.QueueStore.DestinationRef;
import posthorn.delivery.queue.WorkerHeartbeats;

/**
 * Looks through the queue, again and again, for what is due ({@link #runDue}), for claims whose
 * worker is dead ({@link #takeOver}), and for what was left half done ({@link #finish}). What one
 * run does not come to, a later one does. Every method throws {@link AnswerLost} when the store is
 * away.
 *
 * <p>{@link #heartbeat} and {@link #takeOver} for one thread at a time; the others for any.
 */
public final class QueueRunner {

    /** Rows that one run looks at, at most. */
    public static final int LIMIT = 200;

    /** Messages in a row that got no answer: whoever is asked is away, and the run ends. */
    private static final int UNANSWERED = 5;

    /** What finds no place in the line of its hosts is looked at again after one to two times. */
    private static final long CROWDED_MILLIS = 30_000;

    private final Dispatcher dispatcher;
    private final DispatchPorts ports;
    private final WorkerIdentity self;
    private final WorkerHeartbeats heartbeats;
    private final DeadWorkers deadWorkers;
    private final LongSupplier monotonicNanos;
    private final Set<String> begun = Collections.synchronizedSet(new HashSet<>());
    private long count;

    /**
     * A runner that has not run yet.
     *
     * @param monotonicNanos a clock that never goes back, in nanoseconds
     * @param patienceNanos how long a heartbeat has to stand still before its claims are lost
     */
    public QueueRunner(
            Dispatcher dispatcher,
            DispatchPorts ports,
            WorkerIdentity self,
            WorkerHeartbeats heartbeats,
            LongSupplier monotonicNanos,
            long patienceNanos) {
        this.dispatcher = dispatcher;
        this.ports = ports;
        this.self = self;
        this.heartbeats = heartbeats;
        this.monotonicNanos = monotonicNanos;
        this.deadWorkers = new DeadWorkers(self.worker(), patienceNanos);
    }

    /** Counts the own heartbeat up. To be called before anything is claimed, then regularly. */
    public void heartbeat() {
        count++;
        heartbeats.beat(self.worker(), count);
    }

    /**
     * Begins attempts at what is due, or lets them wait for a slot.
     *
     * @return how many
     */
    public int runDue() {
        return begin(ports.queue().due(self.clock().millis(), ports.limits().saturated(), LIMIT));
    }

    /**
     * Begins attempts in place of workers that are dead, and of attempts of its own that ended
     * without a trace.
     *
     * @return how many were begun
     */
    public int takeOver() {
        long asked = monotonicNanos.getAsLong();
        Map<String, Long> counts = heartbeats.counts();
        int started = 0;
        for (String dead : deadWorkers.dead(counts, asked, monotonicNanos.getAsLong())) {
            started += begin(ports.queue().claimedBy(dead, LIMIT));
        }
        return started + begin(orphans());
    }

    /**
     * Produces notifications that were written before {@code before}, and drops bodies. Each
     * message is finished by itself: one that cannot be does not keep the others waiting, and the
     * order is another one each time.
     *
     * @return how many messages could not be finished
     */
    public int finish(long before) {
        List<String> ids = new ArrayList<>(ports.queue().pendingBefore(before, LIMIT));
        ids.addAll(ports.queue().closable(LIMIT));
        Collections.shuffle(ids, self.random());
        int unfinished = 0;
        int unanswered = 0;
        for (String id : ids) {
            if (unanswered == UNANSWERED) {
                return unfinished + 1;
            }
            try {
                dispatcher.finish(id);
                unanswered = 0;
            } catch (WorkerStopped e) {
                throw e;
            } catch (BrokenDocument e) {
                // It stands until somebody can read it, and an operator knows.
                unanswered = 0;
            } catch (AnswerLost e) {
                ports.events().warn(id, "it has to wait for the next queue run: " + e.getMessage());
                unanswered++;
                unfinished++;
            } catch (RuntimeException e) {
                ports.events().defect(id, "its notifications cannot be produced", e);
                unfinished++;
            }
        }
        return unfinished;
    }

    private List<DestinationRef> orphans() {
        return ports.queue().claimedBy(self.worker(), LIMIT).stream()
                .filter(ref ->
                        ref.seen().claim().map(c -> !dispatcher.worksOn(c.token())).orElse(false))
                .toList();
    }

    private int begin(List<DestinationRef> refs) {
        int started = 0;
        for (DestinationRef ref : refs) {
            if (begin(ref)) {
                started++;
            }
        }
        return started;
    }

    private boolean begin(DestinationRef ref) {
        String name = ref.id() + "/" + ref.destination();
        if (!begun.add(name)) {
            return false;
        }
        String key = ref.seen().key();
        Optional<DestinationLimits.Slot> slot = ports.limits().slot(key);
        slot.ifPresent(free -> free.run(() -> attempt(name, ref)));
        boolean begins = slot.isPresent() || ports.limits().enqueue(key, () -> attempt(name, ref));
        if (!begins) {
            begun.remove(name);
            makeRoom(ref);
        }
        return begins;
    }

    /**
     * What cannot even wait in memory, since its hosts are slow, is due later: a run looks at some
     * rows only, and they are for others, too.
     */
    private void makeRoom(DestinationRef ref) {
        if (ref.seen().claim().isEmpty() && ports.limits().crowded(ref.seen().key())) {
            long later = CROWDED_MILLIS + self.random().nextLong(CROWDED_MILLIS);
            ports.queue().reschedule(ref, self.clock().millis() + later);
        }
    }

    private void attempt(String name, DestinationRef ref) {
        try {
            dispatcher.attempt(ref);
        } finally {
            begun.remove(name);
        }
    }
}
