package posthorn.delivery.client;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import posthorn.delivery.policy.Consequence;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.FailurePolicy;

/**
 * What became of the recipients of one transaction so far, and whether the connection is fit for
 * another one. A recipient that the host takes at RCPT stays undecided until the reply to the final
 * dot. For one thread.
 */
final class TransactionResults {

    private final Set<Integer> undecided;
    private final Map<Integer, RecipientResult> results = new LinkedHashMap<>();
    private final boolean reportedOn;
    private boolean keepsConnection = true;

    /**
     * Nothing is decided.
     *
     * @param reportedOn the host is told what the sender wants to know
     */
    TransactionResults(Collection<Integer> ordinals, boolean reportedOn) {
        this.undecided = new LinkedHashSet<>(ordinals);
        this.reportedOn = reportedOn;
    }

    /** Whether there is a recipient about whom nothing was decided. */
    boolean anyUndecided() {
        return !undecided.isEmpty();
    }

    /** Decides one recipient. */
    void fail(int ordinal, DeliveryFailure failure) {
        note(failure);
        undecided.remove(ordinal);
        results.put(ordinal, new RecipientResult.Failed(failure));
    }

    /** Decides all recipients that are undecided. */
    void failRest(DeliveryFailure failure) {
        note(failure);
        decideRest(new RecipientResult.Failed(failure));
    }

    /** The host has taken the message for all recipients that are undecided. */
    void acceptRest(String host, String reply) {
        decideRest(new RecipientResult.Accepted(host, reply, reportedOn));
    }

    /** What a failure means for the connection, where it decides no recipient. */
    void note(DeliveryFailure failure) {
        keepsConnection &=
                FailurePolicy.consequence(failure).connection() == Consequence.Connection.KEEP;
    }

    /** Whether the connection is fit for another transaction. */
    boolean keepsConnection() {
        return keepsConnection;
    }

    /** By ordinal. */
    Map<Integer, RecipientResult> results() {
        return results;
    }

    private void decideRest(RecipientResult result) {
        undecided.forEach(ordinal -> results.put(ordinal, result));
        undecided.clear();
    }
}
