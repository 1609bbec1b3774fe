package posthorn.mailbox.rest.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.session.Session;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.http.ProblemException;

/**
 * What the one who asks may ask about, in this request. Every failure is a {@link
 * ProblemException}. Whoever may not ask about an object is told so whether there is one or not.
 */
@RequestScoped
public class Access {

    private static final String ME = "me";

    private final AccountLookup accounts;
    private final Principals principals;
    private Optional<Principal> principal = Optional.empty();
    private @Nullable Session session;
    private @Nullable Caller caller;
    private Set<Role> roles = Set.of();
    private String subject = "";

    @Inject
    Access(AccountLookup accounts, Principals principals) {
        this.accounts = accounts;
        this.principals = principals;
    }

    /** Who asks, by the filter, before it is known whether they may. */
    void asked(Principals.@Nullable Found who, Caller from) {
        if (who != null) {
            principal = Optional.of(who.principal());
            session = who.session();
        }
        caller = from;
    }

    /** Called once, by the filter, when they may. */
    void admitted(List<Role> allowed) {
        EnumSet<Role> acting = EnumSet.noneOf(Role.class);
        principal.ifPresent(who -> acting.addAll(who.roles()));
        acting.retainAll(allowed);
        roles = acting;
    }

    /** Whether the filter has looked at this request: it is for no service alone. */
    boolean isAsked() {
        return caller != null;
    }

    /** IP address of the client; empty: not known. */
    String clientAddress() {
        return caller == null ? "" : caller.address();
    }

    /** The account, address or domain that was asked about last; empty: none. */
    String subject() {
        return subject;
    }

    /** Who asks; empty where nobody has signed in, and the resource is for anyone. */
    public Optional<Principal> principal() {
        return principal;
    }

    /** The session that they ask in; empty: they have shown a token that is none of a session. */
    public Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    /** The other side of this request. */
    public Caller caller() {
        return Objects.requireNonNull(caller, "the filter has not admitted this request");
    }

    /** Whether they ask as one who may do everything. */
    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    /** Whether they ask as one who administers accounts. */
    public boolean isAdministrator() {
        return isAdmin() || roles.contains(Role.DOMAIN_ADMIN);
    }

    /** Whether an account is that of whoever asks. */
    public boolean isOwn(AddressEntry.Account account) {
        return own().filter(account.address()::equals).isPresent();
    }

    /**
     * The account that a path names.
     *
     * @param address {@code me}, or its address; another address of the account is none
     */
    public Uni<AddressEntry.Account> account(String address) {
        String named = address.equals(ME) ? own().orElse(ME) : folded(address);
        subject = named;
        boolean self = roles.contains(Role.USER) && own().filter(named::equals).isPresent();
        String domain = AddressKey.parse(named).map(AddressKey::domain).orElse("");
        if (!isAdmin() && !self && !administers(domain)) {
            return Uni.createFrom().failure(forbidden("account", address).exception());
        }
        return accounts.byAddress(named)
                .map(found ->
                        found.orElseThrow(() ->
                                Problem.of(
                                                ProblemCode.NOT_FOUND,
                                                "There is no account " + named + ".",
                                                "GET /v1/accounts lists those that are there.")
                                        .exception()))
                .call(account ->
                        isAdmin() || self ? Uni.createFrom().voidItem() : notHigher(account));
    }

    /** Whoever may do more than they must not fall into their hands. */
    private Uni<Void> notHigher(AddressEntry.Account account) {
        return principals
                .access(account.account())
                .invoke(found -> {
                    if (!administered().containsAll(found.administers())) {
                        throw forbidden("account", account.address()).exception();
                    }
                })
                .replaceWithVoid();
    }

    /**
     * The name of a domain that a path or a body names, folded; whether there is one is for the
     * directory to say.
     */
    public String domain(String name) {
        String folded = AddressKey.domainKey(name).orElse(name);
        subject = folded;
        if (!isAdmin() && !administers(folded)) {
            throw forbidden("domain", name).exception();
        }
        return folded;
    }

    /**
     * Refuses an address that is in no domain of theirs: an alias, a group, a forward, or an
     * account that is to be made.
     */
    public void address(String address) {
        Optional<AddressKey> key = AddressKey.parse(address);
        subject = key.map(AddressKey::toString).orElse(address);
        if (!isAdmin() && !key.map(AddressKey::domain).filter(this::administers).isPresent()) {
            throw forbidden("address", address).exception();
        }
    }

    /**
     * The domain whose entries a list shows.
     *
     * @param asked empty: whichever they may see
     * @return empty: all
     */
    public String listed(String asked) {
        if (!asked.isEmpty() || isAdmin()) {
            return asked.isEmpty() ? "" : domain(asked);
        }
        if (administered().size() != 1) {
            throw Problem.of(
                            ProblemCode.INVALID,
                            "You administer several domains.",
                            "Name one of them: ?domain=.")
                    .exception();
        }
        return administered().iterator().next();
    }

    /** Whether they may ask about a domain, folded. */
    public boolean mayAsk(String domain) {
        return isAdmin() || administers(domain);
    }

    private boolean administers(String domain) {
        return roles.contains(Role.DOMAIN_ADMIN) && administered().contains(domain);
    }

    private Set<String> administered() {
        return principal.orElse(null) instanceof Principal.DomainAdmin(var id, var own, var names)
                ? names
                : Set.of();
    }

    private Optional<String> own() {
        return principal.flatMap(who ->
                switch (who) {
                    case Principal.User user -> Optional.of(user.address());
                    case Principal.DomainAdmin admin -> Optional.of(admin.address());
                    case Principal.Admin admin -> Optional.empty();
                    case Principal.Service service -> Optional.empty();
                });
    }

    private static String folded(String address) {
        return AddressKey.parse(address).map(AddressKey::toString).orElse(address);
    }

    private static Problem forbidden(String what, String name) {
        return Problem.of(
                ProblemCode.FORBIDDEN,
                "You may not ask about the " + what + " " + name + ".",
                "Ask about your own, or somebody who administers it.");
    }
}
