package posthorn.mailbox.directory;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What accounts answer while their owners are away, one document each. Every write waits for a
 * majority; a stage that fails says nothing about what the store did.
 */
public interface VacationStore {

    /** What the account answers; empty: nothing. */
    CompletionStage<Optional<Vacation>> find(String account);

    /**
     * Writes it in place of the one of the version before; of version 1: where there is none.
     * False: something else stands there, nothing changed.
     */
    CompletionStage<Boolean> put(Vacation vacation);

    /** Removes what the account answers, if anything. */
    CompletionStage<Void> remove(String account);
}
