package posthorn.delivery.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import posthorn.delivery.dispatch.Outcome.Discarded;
import posthorn.delivery.dispatch.QueueStore.Place;

/** What an operator can do about a queued message. Throws {@link AnswerLost} as its store does. */
public final class Operator {

    /** What became of a wish. */
    public enum Answer {
        /** Done for every recipient that was open. */
        DONE,
        /** There is no such message. */
        UNKNOWN,
        /** No recipient is open. */
        NOTHING_LEFT,
        /** An attempt is being made at one destination at least; the others are done. */
        BUSY
    }

    private final Dispatcher dispatcher;
    private final QueueStore queue;
    private final Dispatcher.Self self;

    /** An operator on a worker. */
    public Operator(Dispatcher dispatcher, QueueStore queue, Dispatcher.Self self) {
        this.dispatcher = dispatcher;
        this.queue = queue;
        this.self = self;
    }

    /** Makes every open recipient due now, held ones too. */
    public Answer retry(String id) {
        return each(id, (message, place) -> queue.reschedule(place, self.clock().millis()));
    }

    /**
     * Discards every open recipient.
     *
     * @param notify tell the sender
     */
    public Answer drop(String id, boolean notify) {
        return each(id, (message, place) -> dropped(place, notify));
    }

    private boolean dropped(Place place, boolean notify) {
        return dispatcher.resolve(
                place,
                message -> {
                    Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
                    message.open(place.destination())
                            .forEach(r ->
                                    outcomes.put(
                                            r.ordinal(),
                                            new Discarded("dropped by an operator", notify)));
                    return outcomes;
                });
    }

    private interface Wish {
        boolean grant(QueuedMessage message, Place place);
    }

    private Answer each(String id, Wish wish) {
        Optional<QueuedMessage> found = queue.find(id);
        if (found.isEmpty()) {
            return Answer.UNKNOWN;
        }
        QueuedMessage message = found.get();
        boolean any = false;
        boolean all = true;
        for (int at = 0; at < message.destinations().size(); at++) {
            if (!message.open(at).isEmpty()) {
                any = true;
                Destination seen = message.destinations().get(at);
                all &= seen.claim().isEmpty() && wish.grant(message, new Place(id, at, seen));
            }
        }
        return any ? (all ? Answer.DONE : Answer.BUSY) : Answer.NOTHING_LEFT;
    }
}
