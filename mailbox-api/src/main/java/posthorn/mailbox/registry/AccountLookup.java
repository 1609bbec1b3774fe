package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;

/** What the directory says of an account, by its id. Safe for all threads. */
public final class AccountLookup {

    private final DirectoryStore store;

    /** Looks into this store. */
    public AccountLookup(DirectoryStore store) {
        this.store = store;
    }

    /** The account; empty: there is none. */
    public Uni<Optional<AddressEntry.Account>> find(String account) {
        return Uni.createFrom().completionStage(() -> store.account(account));
    }
}
