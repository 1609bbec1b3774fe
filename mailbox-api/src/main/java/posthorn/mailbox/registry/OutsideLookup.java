package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressLookup;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.outside.OutsideAccount;
import posthorn.mailbox.outside.OutsideDirectory;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.wire.MessageIds;

/**
 * Our directory and an outside one, read as one. What is ours goes first; an address that is
 * nobody's here is looked for outside. Safe for all threads.
 */
public final class OutsideLookup implements AddressLookup {

    private final DirectoryStore store;
    private final OutsideDirectory outside;
    private final Finisher finisher;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param random cryptographically strong: makes the ids of accounts
     */
    public OutsideLookup(
            DirectoryStore store,
            OutsideDirectory outside,
            Finisher finisher,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.outside = outside;
        this.finisher = finisher;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public CompletionStage<Found> find(Collection<String> domains, Collection<String> addresses) {
        return Uni.createFrom()
                .completionStage(() -> store.find(domains, addresses))
                .flatMap(found -> {
                    List<String> asked =
                            addresses.stream()
                                    .filter(address -> isAsked(address, domains, found))
                                    .distinct()
                                    .toList();
                    return asked.isEmpty()
                            ? Uni.createFrom().item(found)
                            : withOutside(found, asked);
                })
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Optional<AddressEntry.Account>> account(String id) {
        return Uni.createFrom()
                .completionStage(() -> store.account(id))
                .flatMap(found ->
                        found.isPresent() && found.get().isOutside()
                                ? Uni.createFrom()
                                        .completionStage(
                                                () -> outside.find(List.of(found.get().address())))
                                        .map(there -> Optional.of(asOutside(found.get(), there)))
                                : Uni.createFrom().item(found))
                .subscribeAsCompletionStage();
    }

    /**
     * What is ours under another kind needs nobody outside; a domain that was read has to be ours.
     */
    private boolean isAsked(String address, Collection<String> domains, Found found) {
        AddressEntry entry = found.entries().get(address);
        boolean theirs =
                entry == null
                        || (entry instanceof AddressEntry.Account account && account.isOutside());
        return theirs
                && AddressKey.parse(address)
                        .map(AddressKey::domain)
                        .filter(domain -> outside.covers(domain))
                        .filter(domain ->
                                !domains.contains(domain)
                                        || hasOwnAddresses(found.domains().get(domain)))
                        .isPresent();
    }

    private static boolean hasOwnAddresses(@Nullable Domain domain) {
        return domain != null
                && domain.options().aliasOf().isEmpty()
                && domain.options().gateway().isEmpty();
    }

    private Uni<Found> withOutside(Found found, List<String> asked) {
        return Uni.createFrom()
                .completionStage(() -> outside.find(asked))
                .flatMap(there ->
                        Uni.join()
                                .all(asked.stream().map(a -> entry(a, found, there)).toList())
                                .andFailFast())
                .map(entries -> {
                    Map<String, AddressEntry> all = new HashMap<>(found.entries());
                    entries.forEach(entry -> entry.ifPresent(e -> all.put(e.address(), e)));
                    return new Found(found.domains(), all, found.forwards());
                });
    }

    private Uni<Optional<AddressEntry>> entry(
            String address, Found found, Map<String, OutsideAccount> there) {
        if (found.entries().get(address) instanceof AddressEntry.Account account) {
            return Uni.createFrom().item(Optional.of(asOutside(account, there)));
        }
        OutsideAccount owner = there.get(address);
        if (owner == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return account(owner)
                .map(account ->
                        account.map(
                                own -> own.address().equals(address) ? own : alias(address, own)));
    }

    private AddressEntry alias(String address, AddressEntry.Account account) {
        return new AddressEntry.Alias(
                address,
                address.substring(address.lastIndexOf('@') + 1),
                account.account(),
                account.address(),
                account.created());
    }

    /** Who is gone outside is as good as disabled; so is who has another own address there now. */
    private static AddressEntry.Account asOutside(
            AddressEntry.Account account, Map<String, OutsideAccount> there) {
        OutsideAccount owner = there.get(account.address());
        boolean gone = owner == null || !owner.address().equals(account.address());
        return gone && account.exists() ? account.wanting(AccountStatus.DISABLED) : account;
    }

    /** The account's mailboxes, made when it is met for the first time; by one pod of several. */
    private Uni<Optional<AddressEntry.Account>> account(OutsideAccount owner) {
        return Uni.createFrom()
                .completionStage(() -> store.addresses(List.of(owner.address())))
                .flatMap(found ->
                        found.get(owner.address()) == null
                                ? made(owner)
                                : Uni.createFrom().item(own(found.get(owner.address()))));
    }

    private static Optional<AddressEntry.Account> own(AddressEntry entry) {
        return entry instanceof AddressEntry.Account account
                ? Optional.of(account)
                : Optional.empty();
    }

    private Uni<Optional<AddressEntry.Account>> made(OutsideAccount owner) {
        String id = MessageIds.random(random);
        AddressEntry.Account account =
                new AddressEntry.Account(
                        owner.address(),
                        owner.address().substring(owner.address().lastIndexOf('@') + 1),
                        id,
                        AccountStatus.CREATING,
                        0,
                        false,
                        AddressEntry.Account.OUTSIDE + owner.address(),
                        clock.millis());
        return Uni.createFrom()
                .completionStage(() -> store.add(account))
                .flatMap(added ->
                        added
                                ? finisher.finish(account).map(Optional::of)
                                : Uni.createFrom()
                                        .completionStage(
                                                () -> store.addresses(List.of(owner.address())))
                                        .map(found ->
                                                Optional.ofNullable(found.get(owner.address()))
                                                        .flatMap(OutsideLookup::own)));
    }
}
