package posthorn.delivery.ledger;

import java.util.List;
import posthorn.delivery.queue.AnswerLost;

/** What the logs of our accounts hold. */
@FunctionalInterface
public interface AccountLogs {

    /**
     * Whether each of {@code keys} stands in an account's log as a delivery.
     *
     * @param keys (message id)/(ordinal)
     * @return in the order of the keys
     * @throws AnswerLost when the account's pod does not answer, or no pod is known
     */
    List<Boolean> delivered(String account, List<String> keys);
}
