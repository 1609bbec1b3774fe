package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.Registry;

/** The accounts. */
@Path("/api/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
@Singleton
public final class AccountsResource {

    private static final int MOST = 1000;

    private final Registry registry;

    @Inject
    AccountsResource(Registry registry) {
        this.registry = registry;
    }

    /** An account that is to be made. */
    public record NewAccount(@Nullable String address, @Nullable String password) {
        @Override
        public String toString() {
            return "NewAccount[" + address + "]";
        }
    }

    /** A password. */
    public record NewPassword(@Nullable String password) {
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    /** An account. */
    public record AccountView(String id, String address, String state, String created) {
        static AccountView of(AddressEntry.Account account) {
            return new AccountView(
                    account.account(),
                    account.address(),
                    account.state().name().toLowerCase(Locale.ROOT),
                    Instant.ofEpochMilli(account.created()).toString());
        }
    }

    /** A page of accounts. */
    public record Accounts(List<AccountView> accounts) {}

    @POST
    @Operation(
            summary = "Make an account",
            description =
                    "With INBOX and the subscribed mailboxes Drafts, Sent, Archive, Junk and Trash.")
    public Uni<Response> create(@Nullable NewAccount account) {
        return HttpResponses.created(
                registry.createAccount(
                        text(account == null ? null : account.address()),
                        text(account == null ? null : account.password())),
                AccountView::of);
    }

    @GET
    @Operation(
            summary = "List accounts by address",
            description = "At most 1000; go on with after.")
    public Uni<Response> list(
            @QueryParam("domain") @DefaultValue("") String domain,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("1000") int limit) {
        return HttpResponses.found(
                registry.accounts(domain, after, Math.clamp(limit, 1, MOST)),
                accounts -> new Accounts(accounts.stream().map(AccountView::of).toList()));
    }

    @PUT
    @Path("/{address}/password")
    @Operation(
            summary = "Set another password",
            description = "Open sessions end, unless the frontend's settings say that they stay.")
    public Uni<Response> password(
            @PathParam("address") String address, @Nullable NewPassword password) {
        return HttpResponses.done(
                registry.setPassword(address, text(password == null ? null : password.password())));
    }

    @POST
    @Path("/{address}/disable")
    @Operation(
            summary = "Disable an account",
            description = "Nobody signs in, open sessions end, mail is still taken.")
    public Uni<Response> disable(@PathParam("address") String address) {
        return HttpResponses.done(registry.setState(address, AccountStatus.DISABLED));
    }

    @POST
    @Path("/{address}/enable")
    @Operation(summary = "Let the owner of a disabled account in again")
    public Uni<Response> enable(@PathParam("address") String address) {
        return HttpResponses.done(registry.setState(address, AccountStatus.ACTIVE));
    }

    @DELETE
    @Path("/{address}")
    @Operation(
            summary = "Delete an account",
            description =
                    "Open sessions end, mail for it is answered 550 5.1.1, its aliases go with it.")
    public Uni<Response> delete(@PathParam("address") String address) {
        return HttpResponses.done(registry.setState(address, AccountStatus.DELETED));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
