package posthorn.delivery.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Discarded;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.BrokenDocument;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueueStore.DestinationRef;
import posthorn.delivery.queue.QueuedMessage;

/** What an operator can do about a queued message. Throws {@link AnswerLost} as its store does. */
public final class QueueOperator {

    /** What became of a wish. */
    public enum Completion {
        /** Done for every recipient that was open. */
        DONE,
        /** There is no such message. */
        UNKNOWN,
        /** No recipient is open. */
        NOTHING_LEFT,
        /** Its document cannot be read by this release. */
        BROKEN,
        /** An attempt is being made at one destination at least; the others are done. */
        BUSY
    }

    private final Dispatcher dispatcher;
    private final QueueStore queue;
    private final WorkerIdentity self;

    /** An operator on a worker. */
    public QueueOperator(Dispatcher dispatcher, QueueStore queue, WorkerIdentity self) {
        this.dispatcher = dispatcher;
        this.queue = queue;
        this.self = self;
    }

    /** Makes every open recipient due now, held ones too. */
    public Completion retry(String id) {
        return each(id, (message, ref) -> queue.reschedule(ref, self.clock().millis()));
    }

    /**
     * Discards every open recipient.
     *
     * @param notify tell the sender
     */
    public Completion drop(String id, boolean notify) {
        return each(id, (message, ref) -> dropped(ref, notify));
    }

    private boolean dropped(DestinationRef ref, boolean notify) {
        return dispatcher.resolve(
                ref,
                message -> {
                    Map<Integer, AttemptResult> results = new LinkedHashMap<>();
                    message.open(ref.destination())
                            .forEach(r ->
                                    results.put(
                                            r.ordinal(),
                                            new Discarded("dropped by an operator", notify)));
                    return results;
                });
    }

    private interface Command {
        boolean grant(QueuedMessage message, DestinationRef ref);
    }

    private Completion each(String id, Command wish) {
        Optional<QueuedMessage> found;
        try {
            found = queue.find(id);
        } catch (BrokenDocument e) {
            return Completion.BROKEN;
        }
        return found.map(message -> each(message, wish)).orElse(Completion.UNKNOWN);
    }

    private static Completion each(QueuedMessage message, Command wish) {
        boolean any = false;
        boolean all = true;
        for (int at = 0; at < message.destinations().size(); at++) {
            if (!message.open(at).isEmpty()) {
                any = true;
                Destination seen = message.destinations().get(at);
                all &=
                        seen.claim().isEmpty()
                                && wish.grant(message, new DestinationRef(message.id(), at, seen));
            }
        }
        return any ? (all ? Completion.DONE : Completion.BUSY) : Completion.NOTHING_LEFT;
    }
}
