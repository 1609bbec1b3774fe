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
import posthorn.mailbox.signin.PasswordRules;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.ScramKeys;
import posthorn.mailbox.signin.Verifier;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.wire.MessageIds;

/**
 * What administrators change in the directory. Safe for all threads; every change stands on a
 * majority when it is done.
 */
public final class Registry {

    private static final int SECRET_OCTETS = 32;

    private final DirectoryStore store;
    private final Finisher finisher;
    private final Passwords passwords;
    private final ScramSalts salts;
    private final PasswordRules rules;
    private final AccessChanges changes;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param salts of what is kept of passwords for SCRAM
     * @param rules which passwords may be chosen
     * @param random cryptographically strong: makes the ids of accounts
     */
    public Registry(
            DirectoryStore store,
            Finisher finisher,
            Passwords passwords,
            ScramSalts salts,
            PasswordRules rules,
            AccessChanges changes,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.finisher = finisher;
        this.passwords = passwords;
        this.salts = salts;
        this.rules = rules;
        this.changes = changes;
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

    /** Whether a domain, folded, is ours. */
    public Uni<Boolean> isOurs(String domain) {
        return domain(domain).map(Optional::isPresent);
    }

    /** The domain of a name, folded; empty: it is not ours. */
    public Uni<Optional<Domain>> domain(String name) {
        return uni(() -> store.find(List.of(name), List.of()))
                .map(found -> Optional.ofNullable(found.domains().get(name)));
    }

    /** A secret of the directory, the same for all pods; made when there is none of the name. */
    public Uni<byte[]> secret(String name) {
        byte[] fresh = new byte[SECRET_OCTETS];
        random.nextBytes(fresh);
        return uni(() -> store.secret(name, fresh));
    }

    /** Removes a domain without addresses, of which no other one is an alias. */
    public Uni<DirectoryOutcome<Domain>> removeDomain(String name) {
        String folded = AddressKey.domainKey(name).orElse("");
        return uni(() -> store.inDomain(folded, 1))
                .flatMap(left ->
                        left.isEmpty()
                                ? removeEmpty(folded)
                                : no(
                                        Reason.CONFLICT,
                                        "The domain " + folded + " still has addresses.",
                                        "Delete its accounts, aliases, groups and forwards first."));
    }

    private Uni<DirectoryOutcome<Domain>> removeEmpty(String name) {
        return uni(() -> store.aliasDomainsOf(name, 1))
                .flatMap(aliases ->
                        aliases.isEmpty()
                                ? uni(() -> store.removeDomain(name))
                                        .map(gone -> removed(name, gone))
                                : no(
                                        Reason.CONFLICT,
                                        "The domain "
                                                + aliases.getFirst().name()
                                                + " is an alias of "
                                                + name
                                                + ".",
                                        "Take that away first: posthorn domain set "
                                                + aliases.getFirst().name()
                                                + " --alias-of none."));
    }

    private static DirectoryOutcome<Domain> removed(String name, boolean gone) {
        return gone
                ? DirectoryOutcome.done(new Domain(name, "", 0))
                : DirectoryOutcome.refused(
                        Reason.UNKNOWN,
                        "There is no domain " + name + ".",
                        "GET /v1/domains lists those that are there.");
    }

    /** Makes an account with its mailboxes. */
    public Uni<DirectoryOutcome<AddressEntry.Account>> createAccount(
            String address, String password) {
        String id = MessageIds.random(random);
        return inDomain(
                address,
                key ->
                        withPassword(
                                key.toString(),
                                password,
                                salts.ofNew(id),
                                verifier -> createAccount(key, id, verifier)));
    }

    private Uni<DirectoryOutcome<AddressEntry.Account>> createAccount(
            AddressKey key, String id, Verifier verifier) {
        AddressEntry.Account account =
                new AddressEntry.Account(
                        key.toString(),
                        key.domain(),
                        id,
                        AccountStatus.CREATING,
                        0,
                        false,
                        verifier.hash(),
                        verifier.scramText(),
                        clock.millis());
        return uni(() -> store.add(account))
                .flatMap(added ->
                        added
                                ? finisher.finish(account).map(DirectoryOutcome::done)
                                : taken(key.toString()));
    }

    private <T> Uni<DirectoryOutcome<T>> taken(String address) {
        return no(
                Reason.CONFLICT,
                "The address " + address + " is there already.",
                "Choose another one, or delete the account, alias, group or forward that has it.");
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
                        account.isOutside()
                                ? no(
                                        Reason.CONFLICT,
                                        "The password of "
                                                + account.address()
                                                + " is not kept here.",
                                        "Change it in the LDAP server that has the account.")
                                : withPassword(
                                        account.address(),
                                        password,
                                        salts.of(account),
                                        verifier ->
                                                finisher.finish(account)
                                                        .flatMap(settled ->
                                                                replace(
                                                                        settled,
                                                                        settled.withPassword(
                                                                                verifier.hash(),
                                                                                verifier
                                                                                        .scramText())))
                                                        .flatMap(this::follow)
                                                        .flatMap(this::passwordSet)));
    }

    /** Writes down when, for those who want to know how old it is. */
    private Uni<DirectoryOutcome<AddressEntry.Account>> passwordSet(
            DirectoryOutcome<AddressEntry.Account> set) {
        return set
                        instanceof
                        DirectoryOutcome.Done<AddressEntry.Account>(AddressEntry.Account account)
                ? changes.change(
                        account.account(),
                        access ->
                                AccessChanges.Decision.write(
                                        access.withPasswordSet(clock.millis()), account))
                : Uni.createFrom().item(set);
    }

    /** Ends what its owner, or whoever passes for them, has open: they have to sign in again. */
    public Uni<DirectoryOutcome<AddressEntry.Account>> endSessions(String address) {
        return withAccount(
                address,
                account ->
                        finisher.finish(account)
                                .flatMap(settled ->
                                        replace(settled, settled.wanting(settled.state()))
                                                .flatMap(this::follow)));
    }

    /**
     * Lets the owner in, disables the account or deletes it; open sessions end when its log says
     * so.
     */
    public Uni<DirectoryOutcome<AddressEntry.Account>> setState(
            String address, AccountStatus state) {
        return withAccount(address, account -> setState(account, state));
    }

    /** The same, only if the account is as it was seen. */
    public Uni<DirectoryOutcome<AddressEntry.Account>> setState(
            AddressEntry.Account seen, AccountStatus state) {
        return finisher.finish(seen)
                .flatMap(settled ->
                        settled.state() == state
                                ? Uni.createFrom().item(DirectoryOutcome.done(settled))
                                : replace(settled, settled.wanting(state)).flatMap(this::follow));
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
                                        "GET /v1/accounts lists those that are there."));
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
                        DomainUse.refusal(domain, found.domains().get(domain), DomainUse.MAILBOXES)
                                .<Uni<DirectoryOutcome<T>>>map(
                                        why -> no(why.reason(), why.error(), why.advice()))
                                .orElseGet(() -> then.apply(key.get())));
    }

    private <T> Uni<DirectoryOutcome<T>> withPassword(
            String address,
            String password,
            Uni<ScramKeys.Salt> scram,
            Function<Verifier, Uni<DirectoryOutcome<T>>> then) {
        Optional<PasswordRules.Refusal> refusal = rules.refusal(password, address);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        return scram.flatMap(salt -> uni(() -> passwords.verifier(password, salt)))
                .flatMap(then::apply)
                .onFailure(Passwords.Busy.class)
                .recoverWithItem(
                        DirectoryOutcome.refused(
                                Reason.BUSY,
                                "Too many passwords wait to be computed.",
                                "Try again in a few seconds."));
    }

    private <T> Uni<DirectoryOutcome<T>> refused(PasswordRules.Refusal why) {
        return switch (why) {
            case TOO_SHORT ->
                    no(
                            Reason.PASSWORD_LENGTH,
                            "The password has fewer than " + rules.leastLength() + " characters.",
                            "Take a longer one: a few words are easy to keep in mind.");
            case TOO_LONG ->
                    no(
                            Reason.PASSWORD_LENGTH,
                            "The password has more than " + PasswordRules.LONGEST + " characters.",
                            "Take a shorter one.");
            case COMMON ->
                    no(
                            Reason.PASSWORD_COMMON,
                            "The password is one that many people have: it is guessed first.",
                            "Take another one: a few words that do not belong together.");
            case CONTAINS_ADDRESS ->
                    no(
                            Reason.PASSWORD_CONTAINS_ADDRESS,
                            "The password has the address in it: it is guessed soon.",
                            "Take another one: a few words that do not belong together.");
        };
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
