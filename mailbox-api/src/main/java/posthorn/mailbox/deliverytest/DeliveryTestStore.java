package posthorn.mailbox.deliverytest;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The tests, at most one for each account. Every write waits for a majority. A stage that fails
 * says nothing about what the store did.
 */
public interface DeliveryTestStore {

    /** The latest test of an account; empty: there is none. */
    CompletionStage<Optional<DeliveryTest>> find(String account);

    /** Adds one; false: the account has one. */
    CompletionStage<Boolean> add(DeliveryTest test);

    /**
     * Writes {@code next} in place of {@code before} if that is what stands there; false: it is
     * not, nothing changed.
     */
    CompletionStage<Boolean> replace(DeliveryTest before, DeliveryTest next);

    /** Removes those that began before that time (milliseconds since 1970). */
    CompletionStage<Void> forget(long startedBefore);
}
