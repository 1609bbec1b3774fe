package posthorn.delivery.dispatch;

import java.util.Optional;
import java.util.function.Supplier;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.BrokenDocument;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueueStore.DestinationRef;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.Settlement;

/**
 * The queue with an answer to every question: asks again until there is one, and looks whether what
 * it asked for was done by a command whose answer was lost. Throws {@link WorkerStopped} when the
 * worker is to stop meanwhile.
 */
final class RetryingQueue {

    private final QueueStore queue;
    private final Backoff pause;

    RetryingQueue(QueueStore queue, Backoff pause) {
        this.queue = queue;
        this.pause = pause;
    }

    Optional<QueuedMessage> find(String id) {
        return surely(() -> queue.find(id));
    }

    /** Whether there is a document of this message, also one that cannot be read. */
    boolean stands(String id) {
        try {
            return find(id).isPresent();
        } catch (BrokenDocument e) {
            return true;
        }
    }

    /** Inserts, and returns the document that stands: this one, or one that stood before. */
    QueuedMessage insert(QueuedMessage message) {
        return surely(() ->
                queue.insert(message)
                        ? message
                        : queue.find(message.id())
                                .orElseThrow(() -> new AnswerLost("a document came and went")));
    }

    /** The document, if this worker has the claim on it now. */
    Optional<QueuedMessage> claim(DestinationRef ref, Claim claim) {
        return surely(() ->
                queue.claim(ref, claim)
                        .or(() -> queue.find(ref.id()))
                        .filter(m -> holds(m, ref.destination(), claim)));
    }

    /** Whether the claim stands, and now counts as having come to the end of data. */
    boolean markEndingData(String id, int at, String token) {
        return surely(() -> queue.markEndingData(id, at, token));
    }

    /** Whether the result stands: false when the claim was lost. */
    boolean settle(String id, int at, Claim claim, Settlement settlement) {
        return surely(() ->
                queue.settle(id, at, claim.token(), settlement)
                        || queue.find(id).filter(m -> recorded(m, at, claim)).isPresent());
    }

    /** Whether the result stands and the document is closed; false: neither was done by this. */
    boolean settleLast(String id, int at, Claim claim, Settlement settlement, long now) {
        return surely(() ->
                queue.settleLast(id, at, claim.token(), settlement, now)
                        || queue.find(id)
                                .filter(m -> recorded(m, at, claim) && m.left() == 0)
                                .isPresent());
    }

    private static boolean recorded(QueuedMessage message, int at, Claim claim) {
        return message.destinations().get(at).recorded().equals(claim.token());
    }

    /** Whether a destination carries this claim. */
    static boolean holds(QueuedMessage message, int at, Claim claim) {
        return message.destinations()
                .get(at)
                .claim()
                .map(c -> c.token().equals(claim.token()))
                .orElse(false);
    }

    private <T> T surely(Supplier<T> question) {
        for (int failures = 1; ; failures++) {
            try {
                return question.get();
            } catch (AnswerLost e) {
                pause.after(failures);
            }
        }
    }
}
