package posthorn.mailbox.rest.access;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccessRules;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.rest.access.SessionsResource.PrincipalView;
import posthorn.mailbox.session.Session;

/** What the API tells of those who have signed in. */
@Singleton
final class SessionViews {

    private final Principals principals;
    private final AccountLookup accounts;
    private final AccessRules rules;
    private final InstantSource clock = InstantSource.system();

    @Inject
    SessionViews(Principals principals, AccountLookup accounts, AccessRules rules) {
        this.principals = principals;
        this.accounts = accounts;
        this.rules = rules;
    }

    Uni<PrincipalView> of(Principal principal, Optional<Session> session) {
        String expires =
                session.map(each -> Instant.ofEpochMilli(each.until()).toString()).orElse(null);
        return switch (principal) {
            case Principal.Admin admin -> Uni.createFrom().item(view(Role.ADMIN, expires));
            case Principal.Service service -> Uni.createFrom().item(view(Role.SERVICE, expires));
            case Principal.User(String account, String address) ->
                    view(Role.USER, account, address, List.of(), expires);
            case Principal.DomainAdmin(String account, String address, var domains) ->
                    view(
                            Role.DOMAIN_ADMIN,
                            account,
                            address,
                            domains.stream().sorted().toList(),
                            expires);
        };
    }

    private static PrincipalView view(Role role, @Nullable String expires) {
        return new PrincipalView(role.word(), null, null, List.of(), null, expires, null);
    }

    private Uni<PrincipalView> view(
            Role role,
            String account,
            String address,
            List<String> domains,
            @Nullable String expires) {
        return Uni.combine()
                .all()
                .unis(principals.access(account), accounts.find(account))
                .asTuple()
                .map(found -> {
                    AccountAccess access = found.getItem1();
                    boolean old =
                            found.getItem2()
                                    .filter(own -> !own.isOutside())
                                    .filter(own -> rules.passwordIsOld(own, access, clock.millis()))
                                    .isPresent();
                    return new PrincipalView(
                            role.word(),
                            account,
                            address,
                            domains,
                            access.language().isEmpty() ? null : access.language(),
                            expires,
                            old ? true : null);
                });
    }
}
