package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressLookup;

/** What the directory says of an account. Safe for all threads. */
public final class AccountLookup {

    private final AddressLookup directory;

    /** Looks into this directory. */
    public AccountLookup(AddressLookup directory) {
        this.directory = directory;
    }

    /** The account with this id; empty: there is none. */
    public Uni<Optional<AddressEntry.Account>> find(String account) {
        return Uni.createFrom().completionStage(() -> directory.account(account));
    }

    /**
     * The account with this address of its own, folded; empty: there is none, or it is being made
     * or deleted.
     */
    public Uni<Optional<AddressEntry.Account>> byAddress(String address) {
        return Uni.createFrom()
                .completionStage(() -> directory.addresses(List.of(address)))
                .map(found ->
                        found.get(address) instanceof AddressEntry.Account account
                                        && account.exists()
                                ? Optional.of(account)
                                : Optional.empty());
    }
}
