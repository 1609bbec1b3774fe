package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.rest.AccountViews.Change;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.OwnPassword;
import posthorn.mailbox.rest.access.Role;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.PageRequest;

/** The accounts. */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
@Singleton
public final class AccountsResource {

    private final Registry registry;
    private final Access access;
    private final AccountViews views;
    private final AccountChanges changes;
    private final OwnPassword ownPassword;

    @Inject
    AccountsResource(
            Registry registry,
            Access access,
            AccountViews views,
            AccountChanges changes,
            OwnPassword ownPassword) {
        this.registry = registry;
        this.access = access;
        this.views = views;
        this.changes = changes;
        this.ownPassword = ownPassword;
    }

    /** An account that is to be made. */
    public record NewAccount(@Nullable String address, @Nullable String password) {
        @Override
        public String toString() {
            return "NewAccount[" + address + "]";
        }
    }

    /**
     * A password.
     *
     * @param current the one until now, which whoever sets their own has to show
     */
    public record NewPassword(@Nullable String password, @Nullable String current) {
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    @POST
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "Make an account",
            description =
                    "With INBOX and the subscribed mailboxes Drafts, Sent, Archive, Junk and Trash.")
    public Uni<Response> create(@Nullable NewAccount account) {
        String address = text(account == null ? null : account.address());
        access.address(address);
        return HttpResponses.created(
                registry.createAccount(address, text(account == null ? null : account.password())),
                AccountViews::listed);
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "List accounts by address",
            description = "Whoever administers several domains names one of them.")
    public Uni<Response> list(
            @QueryParam("domain") @DefaultValue("") String domain,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return HttpResponses.found(
                registry.accounts(access.listed(domain), page.after(), page.oneMore()),
                accounts ->
                        Page.of(
                                accounts,
                                page,
                                AddressEntry.Account::address,
                                AccountViews::listed));
    }

    @GET
    @Path("/{address}")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "An account")
    public Uni<Response> show(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(views::seen)
                .map(seen -> Response.ok(seen.view()).tag(seen.tag()).build());
    }

    @PATCH
    @Path("/{address}")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Change an account",
            description =
                    "state (active or disabled: for administrators), language (en, de, or empty) and"
                            + " administers (domains: for admins); what is not given stays. Of a"
                            + " disabled account nobody signs in, open sessions end, mail for it is"
                            + " answered 550 5.2.1.")
    public Uni<Response> change(
            @PathParam("address") String address,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable Change change) {
        return access.account(address)
                .flatMap(account ->
                        changes.change(
                                account,
                                change == null ? new Change(null, null, null) : change,
                                ifMatch))
                .flatMap(views::seen)
                .map(seen -> Response.ok(seen.view()).tag(seen.tag()).build());
    }

    @PUT
    @Path("/{address}/password")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Set another password",
            description =
                    "Whoever sets their own shows the current one. Other sessions end, those of IMAP"
                            + " and POP3 unless the frontend's settings say that they stay.")
    public Uni<Response> password(
            @PathParam("address") String address, @Nullable NewPassword password) {
        String next = text(password == null ? null : password.password());
        return access.account(address)
                .flatMap(account ->
                        ownPassword
                                .shown(account, password == null ? null : password.current())
                                .flatMap(nothing ->
                                        HttpResponses.done(
                                                registry.setPassword(account.address(), next)
                                                        .call(ownPassword::changed))));
    }

    @DELETE
    @Path("/{address}")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "Delete an account",
            description =
                    "Open sessions end, mail for it is answered 550 5.1.1, its aliases go with it.")
    public Uni<Response> delete(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.done(
                                registry.setState(account.address(), AccountStatus.DELETED)));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
