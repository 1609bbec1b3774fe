package posthorn.mailbox.rest.access;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.session.Session;
import posthorn.mailbox.session.Sessions;
import posthorn.runtime.api.ServiceToken;
import posthorn.runtime.http.AdminToken;

/** Who stands behind a token. */
@Singleton
final class Principals {

    private static final String BEARER = "Bearer ";

    private final AdminToken admins;
    private final ServiceToken services;
    private final Sessions sessions;
    private final AccountLookup accounts;
    private final AccessStore access;

    @Inject
    Principals(
            AdminToken admins,
            ServiceToken services,
            Sessions sessions,
            AccountLookup accounts,
            AccessStore access) {
        this.admins = admins;
        this.services = services;
        this.sessions = sessions;
        this.accounts = accounts;
        this.access = access;
    }

    /**
     * Somebody who was found.
     *
     * @param session null: they have shown a token that is none of a session
     */
    record Found(Principal principal, @Nullable Session session) {}

    /** By an Authorization field. */
    Uni<Optional<Found>> byAuthorization(String shown) {
        Optional<Principal> known =
                admins.shownIn(shown)
                        .<Principal>map(token -> new Principal.Admin(token.name()))
                        .or(() ->
                                services.shownIn(shown)
                                        .map(token -> new Principal.Service(token.name())));
        if (known.isPresent() || !shown.startsWith(BEARER)) {
            return Uni.createFrom().item(known.map(principal -> new Found(principal, null)));
        }
        return bySession(shown.substring(BEARER.length()));
    }

    /** By the token of a session. */
    Uni<Optional<Found>> bySession(String token) {
        return sessions.find(token)
                .flatMap(found ->
                        found.filter(session -> session.stage() == Session.Stage.OPEN)
                                .map(session ->
                                        of(session)
                                                .map(who ->
                                                        who.map(each -> new Found(each, session))))
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** Whoever has the session, if they may still come in. */
    Uni<Optional<Principal>> of(Session session) {
        return switch (session.owner()) {
            case Session.Owner.Admin admin ->
                    Uni.createFrom()
                            .item(
                                    admins.tokens().stream()
                                            .filter(token ->
                                                    token.fingerprint().equals(admin.fingerprint()))
                                            .<Principal>map(
                                                    token -> new Principal.Admin(token.name()))
                                            .findFirst());
            case Session.Owner.Account owner ->
                    accounts.find(owner.account())
                            .flatMap(found ->
                                    found.filter(account ->
                                                    account.letsIn()
                                                            && owner.generation() >= account.wish())
                                            .map(account -> of(account).map(Optional::of))
                                            .orElseGet(
                                                    () -> Uni.createFrom().item(Optional.empty())));
        };
    }

    /** The owner of an account, with the domains that it administers. */
    Uni<Principal> of(AddressEntry.Account account) {
        String id = account.account();
        return access(id)
                .map(found ->
                        found.administers().isEmpty()
                                ? new Principal.User(id, account.address())
                                : new Principal.DomainAdmin(
                                        id, account.address(), Set.copyOf(found.administers())));
    }

    /** How an account's owner comes in. */
    Uni<AccountAccess> access(String account) {
        return Uni.createFrom()
                .completionStage(() -> access.find(List.of(account)))
                .map(found -> found.getOrDefault(account, AccountAccess.usual(account)));
    }
}
