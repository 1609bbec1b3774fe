package posthorn.delivery.dispatch;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import posthorn.delivery.dispatch.QueueStore.Place;

/**
 * The rounds a worker makes through the queue: what is due, whose worker is dead, what was left
 * half done. Each is called again and again; what one round cannot see to, a later one does. Every
 * method throws {@link AnswerLost} when the store is away.
 *
 * <p>{@link #beat} and {@link #takeOver} for one thread at a time; the others for any.
 */
public final class Rounds {

    /** Rows that one round looks at, at most. */
    public static final int LIMIT = 200;

    private final Dispatcher dispatcher;
    private final Dispatcher.Ports ports;
    private final Dispatcher.Self self;
    private final Beats beats;
    private final Pulse pulse;
    private final LongSupplier monotonicNanos;
    private final Set<String> begun = Collections.synchronizedSet(new HashSet<>());
    private long count;

    /**
     * Rounds that were never made.
     *
     * @param monotonicNanos a clock that never goes back, in nanoseconds
     * @param patienceNanos how long a heartbeat has to stand still before its claims are lost
     */
    public Rounds(
            Dispatcher dispatcher,
            Dispatcher.Ports ports,
            Dispatcher.Self self,
            Beats beats,
            LongSupplier monotonicNanos,
            long patienceNanos) {
        this.dispatcher = dispatcher;
        this.ports = ports;
        this.self = self;
        this.beats = beats;
        this.monotonicNanos = monotonicNanos;
        this.pulse = new Pulse(self.worker(), patienceNanos);
    }

    /** Counts the own heartbeat up. To be called before anything is claimed, then regularly. */
    public void beat() {
        count++;
        beats.beat(self.worker(), count);
    }

    /**
     * Begins attempts at what is due, or lines up for them.
     *
     * @return how many
     */
    public int due() {
        return begin(ports.queue().due(self.clock().millis(), ports.crew().saturated(), LIMIT));
    }

    /**
     * Begins attempts in place of workers that are dead, and of attempts of its own that ended
     * without a trace.
     *
     * @return how many were begun
     */
    public int takeOver() {
        long asked = monotonicNanos.getAsLong();
        Map<String, Long> counts = beats.counts();
        int started = 0;
        for (String dead : pulse.dead(counts, asked, monotonicNanos.getAsLong())) {
            started += begin(ports.queue().claimedBy(dead, LIMIT));
        }
        return started + begin(orphans());
    }

    /** Finishes messages that follow and were written before {@code before}, and drops bodies. */
    public void finish(long before) {
        ports.queue().pendingBefore(before, LIMIT).forEach(dispatcher::finish);
        ports.queue().closable(LIMIT).forEach(dispatcher::finish);
    }

    private List<Place> orphans() {
        return ports.queue().claimedBy(self.worker(), LIMIT).stream()
                .filter(place ->
                        place.seen().claim().map(c -> !dispatcher.worksOn(c.token())).orElse(false))
                .toList();
    }

    private int begin(List<Place> places) {
        int started = 0;
        for (Place place : places) {
            if (begin(place)) {
                started++;
            }
        }
        return started;
    }

    private boolean begin(Place place) {
        String name = place.id() + "/" + place.destination();
        if (!begun.add(name)) {
            return false;
        }
        String key = place.seen().key();
        Optional<Crew.Slot> slot = ports.crew().slot(key);
        slot.ifPresent(free -> free.run(() -> attempt(name, place)));
        boolean begins = slot.isPresent() || ports.crew().later(key, () -> attempt(name, place));
        if (!begins) {
            begun.remove(name);
        }
        return begins;
    }

    private void attempt(String name, Place place) {
        try {
            dispatcher.attempt(place);
        } finally {
            begun.remove(name);
        }
    }
}
