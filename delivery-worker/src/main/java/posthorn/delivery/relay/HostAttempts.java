package posthorn.delivery.relay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import posthorn.delivery.client.RecipientResult;
import posthorn.delivery.pace.Pace;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.Consequence.NextHost;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.FailurePolicy;

/**
 * The recipients of one attempt on their way through the hosts of a destination. One that a host
 * has taken, or refused for good, is decided; the others are asked of the next host. When no host
 * is left, a deferral counts more than a failure: where one host could not take the message and
 * another one could not be asked, the message waits. For one thread.
 */
final class HostAttempts {

    private final Map<Integer, String> open;
    private Pace.Turn turn;
    private final Map<Integer, AttemptResult> results = new LinkedHashMap<>();

    /**
     * No host was asked.
     *
     * @param recipients addresses by ordinal
     */
    HostAttempts(Map<Integer, String> recipients) {
        this(recipients, Pace.NONE.begin(""));
    }

    /**
     * No host was asked.
     *
     * @param recipients addresses by ordinal
     * @param turn hears what hosts say
     */
    HostAttempts(Map<Integer, String> recipients, Pace.Turn turn) {
        this.open = new LinkedHashMap<>(recipients);
        this.turn = turn;
    }

    /** What hosts say from now on is heard by another turn: they are those of another site. */
    void heardBy(Pace.Turn another) {
        turn = another;
    }

    /** Whether every recipient is decided. */
    boolean done() {
        return open.isEmpty();
    }

    /** Addresses of the recipients that are not decided, by ordinal. */
    Map<Integer, String> open() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(open));
    }

    /** Takes what one host said. */
    void record(Map<Integer, RecipientResult> host) {
        host.forEach((ordinal, result) -> {
            switch (result) {
                case RecipientResult.Accepted a -> {
                    turn.accepted(a.host(), a.reply());
                    decide(ordinal, Delivered.relayed(a.host(), a.reply(), a.reportedOn()));
                }
                case RecipientResult.Failed f -> {
                    turn.failed(f.failure());
                    fail(ordinal, f.failure());
                }
            }
        });
    }

    /** Takes a failure that concerns all recipients that are not decided. */
    void record(DeliveryFailure failure) {
        turn.failed(failure);
        open().keySet().forEach(ordinal -> fail(ordinal, failure));
    }

    /** A host could not be asked: what is not decided waits, with the reply of one that could. */
    void notAsked(DeliveryFailure reason) {
        AttemptResult waits = FailurePolicy.result(reason);
        open.keySet()
                .forEach(ordinal -> {
                    if (!(results.get(ordinal) instanceof Deferred)) {
                        results.put(ordinal, waits);
                    }
                });
    }

    /**
     * What the attempt came to, by ordinal; of a recipient that is not decided, the deferral, or
     * the failure, that came last.
     */
    Map<Integer, AttemptResult> results() {
        return Collections.unmodifiableMap(results);
    }

    private void fail(int ordinal, DeliveryFailure failure) {
        AttemptResult result = FailurePolicy.result(failure);
        if (FailurePolicy.consequence(failure).nextHost() == NextHost.NONE) {
            decide(ordinal, result);
        } else if (!(results.get(ordinal) instanceof Deferred) || !(result instanceof Failed)) {
            results.put(ordinal, result);
        }
    }

    private void decide(int ordinal, AttemptResult result) {
        open.remove(ordinal);
        results.put(ordinal, result);
    }
}
