package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.mailbox.signin.Passwords;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.wire.MessageIds;

/**
 * What administrators change in the directory. Safe for all threads; every change stands on a
 * majority when it is done.
 */
public final class Registry {

    private static final int SHORTEST_PASSWORD = 1;
    private static final int LONGEST_PASSWORD = 1024;

    private final DirectoryStore store;
    private final Finisher finisher;
    private final Passwords passwords;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param random cryptographically strong: makes the ids of accounts
     */
    public Registry(
            DirectoryStore store,
            Finisher finisher,
            Passwords passwords,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.finisher = finisher;
        this.passwords = passwords;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Adds a domain.
     *
     * @param postmaster address of the account that gets the postmaster's mail; empty: the first
     *     one
     */
    public Uni<DirectoryOutcome<Domain>> addDomain(String name, String postmaster) {
        Optional<String> folded = AddressKey.domainKey(name);
        if (folded.isEmpty()) {
            return no(
                    Reason.INVALID,
                    "'" + name + "' is no domain.",
                    "Give a name such as example.org.");
        }
        Optional<AddressKey> named = AddressKey.parse(postmaster);
        if (!postmaster.isEmpty() && named.isEmpty()) {
            return no(
                    Reason.INVALID,
                    "'" + postmaster + "' is no address.",
                    "Give the address of the account that is to get the postmaster's mail.");
        }
        Domain domain =
                new Domain(
                        folded.get(), named.map(AddressKey::toString).orElse(""), clock.millis());
        return uni(() -> store.add(domain))
                .map(added ->
                        added
                                ? DirectoryOutcome.done(domain)
                                : DirectoryOutcome.refused(
                                        Reason.CONFLICT,
                                        "The domain " + domain.name() + " is there already.",
                                        "Use it, or remove it first."));
    }

    /** All domains, the oldest first. */
    public Uni<List<Domain>> domains() {
        return uni(store::domains);
    }

    /** Removes a domain without addresses. */
    public Uni<DirectoryOutcome<Domain>> removeDomain(String name) {
        String folded = AddressKey.domainKey(name).orElse("");
        return uni(() -> store.inDomain(folded, 1))
                .flatMap(left ->
                        left.isEmpty()
                                ? uni(() -> store.removeDomain(folded))
                                        .map(gone -> removed(folded, gone))
                                : no(
                                        Reason.CONFLICT,
                                        "The domain " + folded + " still has addresses.",
                                        "Delete its accounts and aliases first."));
    }

    private static DirectoryOutcome<Domain> removed(String name, boolean gone) {
        return gone
                ? DirectoryOutcome.done(new Domain(name, "", 0))
                : DirectoryOutcome.refused(
                        Reason.UNKNOWN,
                        "There is no domain " + name + ".",
                        "GET /api/domains lists those that are there.");
    }

    /** Makes an account with its mailboxes. */
    public Uni<DirectoryOutcome<AddressEntry.Account>> createAccount(
            String address, String password) {
        return inDomain(
                address,
                key ->
                        withPassword(
                                password,
                                encoded -> {
                                    AddressEntry.Account account =
                                            new AddressEntry.Account(
                                                    key.toString(),
                                                    key.domain(),
                                                    MessageIds.random(random),
                                                    AccountStatus.CREATING,
                                                    0,
                                                    false,
                                                    encoded,
                                                    clock.millis());
                                    return uni(() -> store.add(account))
                                            .flatMap(added ->
                                                    added
                                                            ? finisher.finish(account)
                                                                    .map(DirectoryOutcome::done)
                                                            : taken(key.toString()));
                                }));
    }

    private <T> Uni<DirectoryOutcome<T>> taken(String address) {
        return no(
                Reason.CONFLICT,
                "The address " + address + " is there already.",
                "Choose another one, or delete the account or alias that has it.");
    }

    /** Makes another address for an account. */
    public Uni<DirectoryOutcome<AddressEntry.Alias>> createAlias(String address, String target) {
        return inDomain(
                address,
                key ->
                        withAccount(
                                target,
                                account -> {
                                    AddressEntry.Alias alias =
                                            new AddressEntry.Alias(
                                                    key.toString(),
                                                    key.domain(),
                                                    account.account(),
                                                    account.address(),
                                                    clock.millis());
                                    return uni(() -> store.add(alias))
                                            .flatMap(added ->
                                                    added
                                                            ? Uni.createFrom()
                                                                    .item(
                                                                            DirectoryOutcome.done(
                                                                                    alias))
                                                            : taken(alias.address()));
                                }));
    }

    /** Removes an alias. */
    public Uni<DirectoryOutcome<AddressEntry.Alias>> removeAlias(String address) {
        String folded = folded(address);
        return uni(() -> store.addresses(List.of(folded)))
                .flatMap(found ->
                        found.get(folded) instanceof AddressEntry.Alias alias
                                ? uni(() -> store.remove(alias))
                                        .map(gone -> DirectoryOutcome.done(alias))
                                : no(
                                        Reason.UNKNOWN,
                                        "There is no alias " + folded + ".",
                                        "Give the alias's own address, not the account's."));
    }

    /**
     * Accounts by address.
     *
     * @param domain only of this one; empty: of all
     * @param after start behind this address; empty: at the first
     */
    public Uni<List<AddressEntry.Account>> accounts(String domain, String after, int limit) {
        String only = domain.isEmpty() ? "" : AddressKey.domainKey(domain).orElse(domain);
        return uni(() -> store.accounts(only, after, limit));
    }

    /**
     * Sets another password, and tells those who watch the account: open sessions may end. When
     * that cannot be told now, it is told later.
     */
    public Uni<DirectoryOutcome<AddressEntry.Account>> setPassword(
            String address, String password) {
        return withAccount(
                address,
                account ->
                        withPassword(
                                password,
                                encoded ->
                                        finisher.finish(account)
                                                .flatMap(settled ->
                                                        replace(
                                                                settled,
                                                                settled.withPassword(encoded)))
                                                .flatMap(this::follow)));
    }

    /**
     * Lets the owner in, disables the account or deletes it; open sessions end when its log says
     * so.
     */
    public Uni<DirectoryOutcome<AddressEntry.Account>> setState(
            String address, AccountStatus state) {
        return withAccount(
                address,
                account ->
                        finisher.finish(account)
                                .flatMap(settled ->
                                        settled.state() == state
                                                ? Uni.createFrom()
                                                        .item(DirectoryOutcome.done(settled))
                                                : replace(settled, settled.wanting(state))
                                                        .flatMap(this::follow)));
    }

    private Uni<DirectoryOutcome<AddressEntry.Account>> follow(
            DirectoryOutcome<AddressEntry.Account> written) {
        return written
                        instanceof
                        DirectoryOutcome.Done<AddressEntry.Account>(AddressEntry.Account wanted)
                ? finisher.finish(wanted).map(DirectoryOutcome::done)
                : Uni.createFrom().item(written);
    }

    private Uni<DirectoryOutcome<AddressEntry.Account>> replace(
            AddressEntry.Account before, AddressEntry.Account next) {
        return uni(() -> store.replace(before, next))
                .map(done ->
                        done
                                ? DirectoryOutcome.done(next)
                                : DirectoryOutcome.refused(
                                        Reason.CONFLICT,
                                        "The account "
                                                + before.address()
                                                + " was changed at the same time.",
                                        "Look at it and try again."));
    }

    private <T> Uni<DirectoryOutcome<T>> withAccount(
            String address, Function<AddressEntry.Account, Uni<DirectoryOutcome<T>>> then) {
        String folded = folded(address);
        return uni(() -> store.addresses(List.of(folded)))
                .flatMap(found ->
                        found.get(folded) instanceof AddressEntry.Account account
                                        && account.state() != AccountStatus.DELETED
                                ? then.apply(account)
                                : no(
                                        Reason.UNKNOWN,
                                        "There is no account " + folded + ".",
                                        "GET /api/accounts lists those that are there."));
    }

    private <T> Uni<DirectoryOutcome<T>> inDomain(
            String address, Function<AddressKey, Uni<DirectoryOutcome<T>>> then) {
        Optional<AddressKey> key = AddressKey.parse(address).filter(k -> !k.domain().isEmpty());
        if (key.isEmpty()) {
            return no(
                    Reason.INVALID,
                    "'" + address + "' is no address.",
                    "Give one such as alice@example.org.");
        }
        String domain = key.get().domain();
        return uni(() -> store.find(List.of(domain), List.of()))
                .flatMap(found ->
                        found.domains().isEmpty()
                                ? no(
                                        Reason.UNKNOWN,
                                        "The domain " + domain + " is not ours.",
                                        "Add it first: POST /api/domains, or posthorn domain add "
                                                + domain
                                                + ".")
                                : then.apply(key.get()));
    }

    private <T> Uni<DirectoryOutcome<T>> withPassword(
            String password, Function<String, Uni<DirectoryOutcome<T>>> then) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            return no(
                    Reason.INVALID,
                    "The password is empty or longer than " + LONGEST_PASSWORD + " characters.",
                    "Give another one.");
        }
        return uni(() -> passwords.encoded(password))
                .flatMap(then::apply)
                .onFailure(Passwords.Busy.class)
                .recoverWithItem(
                        DirectoryOutcome.refused(
                                Reason.BUSY,
                                "Too many passwords wait to be computed.",
                                "Try again in a few seconds."));
    }

    private static String folded(String address) {
        return AddressKey.parse(address).map(AddressKey::toString).orElse(address);
    }

    private static <T> Uni<T> uni(Supplier<CompletionStage<T>> call) {
        return Uni.createFrom().completionStage(call);
    }

    private static <T> Uni<DirectoryOutcome<T>> no(Reason reason, String error, String advice) {
        return Uni.createFrom().item(DirectoryOutcome.refused(reason, error, advice));
    }
}
