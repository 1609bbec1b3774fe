package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressLookup;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.smtp.AddressKey;

/**
 * Whom a login means: the account of the address, in any case and IDN form, or where that is set
 * the only account with this local part. Safe for all threads.
 */
public final class LoginLookup {

    /** Whom a login means. */
    sealed interface Found {
        /** This account. */
        record One(AddressEntry.Account account) implements Found {}

        /**
         * Nobody.
         *
         * @param login as it is counted: folded where it is an address
         */
        record Nobody(String login) implements Found {}

        /** Several accounts: nobody is told which. */
        record Several() implements Found {}
    }

    private final AddressLookup directory;
    private final DirectoryStore store;
    private final boolean localParts;

    /**
     * @param directory says what addresses stand for
     * @param store names our domains
     * @param localParts whether a login without a domain may be a local part
     */
    public LoginLookup(AddressLookup directory, DirectoryStore store, boolean localParts) {
        this.directory = directory;
        this.store = store;
        this.localParts = localParts;
    }

    /**
     * Whom a login means.
     *
     * @param login as typed; what is longer than any is nobody's
     */
    Uni<Found> find(String login) {
        if (!SaslStep.isLogin(login)) {
            return Uni.createFrom().item(new Found.Nobody(""));
        }
        if (localParts && !login.isEmpty() && login.indexOf('@') < 0) {
            return byLocalPart(login);
        }
        Optional<AddressKey> key = AddressKey.parse(login);
        return key.isEmpty()
                ? Uni.createFrom().item(new Found.Nobody(login))
                : find(key.get())
                        .map(found -> found.orElse(new Found.Nobody(key.get().toString())));
    }

    private Uni<Optional<Found>> find(AddressKey key) {
        return accounts(List.of(key.toString()))
                .map(found -> found.stream().findFirst().map(Found.One::new));
    }

    /** The accounts among what these addresses stand for, in their order. */
    Uni<List<AddressEntry.Account>> accounts(List<String> addresses) {
        return Uni.createFrom()
                .completionStage(() -> directory.addresses(addresses))
                .map(found -> existing(addresses, found));
    }

    private static List<AddressEntry.Account> existing(
            List<String> addresses, Map<String, AddressEntry> found) {
        return addresses.stream()
                .distinct()
                .map(found::get)
                .filter(AddressEntry.Account.class::isInstance)
                .map(AddressEntry.Account.class::cast)
                .filter(AddressEntry.Account::exists)
                .toList();
    }

    private Uni<Found> byLocalPart(String local) {
        return Uni.createFrom()
                .completionStage(store::domains)
                .flatMap(domains ->
                        accounts(
                                domains.stream()
                                        .map(domain ->
                                                AddressKey.parse(local + "@" + domain.name()))
                                        .flatMap(Optional::stream)
                                        .map(AddressKey::toString)
                                        .toList()))
                .map(found ->
                        switch (found.size()) {
                            case 0 -> new Found.Nobody(local);
                            case 1 -> new Found.One(found.getFirst());
                            default -> new Found.Several();
                        });
    }
}
