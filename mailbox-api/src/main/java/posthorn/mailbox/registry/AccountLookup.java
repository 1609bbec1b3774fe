package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;

/** What the directory says of an account, by its id. Safe for all threads. */
public final class AccountLookup {

    private final DirectoryStore store;

    /** Looks into this store. */
    public AccountLookup(DirectoryStore store) {
        this.store = store;
    }

    /** Whether its owner may sign in; false for an account that there is not. */
    public Uni<Boolean> letsIn(String account) {
        return Uni.createFrom()
                .completionStage(() -> store.account(account))
                .map(found -> found.map(AddressEntry.Account::letsIn).orElse(false));
    }
}
