package posthorn.mailbox.directory;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * How the owners of accounts come in, one document for each account. Every write waits for a
 * majority; every read returns what a majority has, and may be stale. A stage that fails says
 * nothing about what the store did.
 */
public interface AccessStore {

    /**
     * What is stored of the accounts, by their id, in one read. Each of them is in it: of which
     * nothing is stored as {@link AccountAccess#usual}.
     */
    CompletionStage<Map<String, AccountAccess>> find(Collection<String> accounts);

    /**
     * Writes {@code next} in place of {@code before} if that is what stands there; false: it is
     * not, nothing changed.
     */
    CompletionStage<Boolean> replace(AccountAccess before, AccountAccess next);

    /** Removes what is stored of an account. */
    CompletionStage<Void> remove(String account);
}
