package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.registry.QuotaRegistry;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;

/** What an account holds and may hold. */
@Path("/v1/accounts/{address}/quota")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
@Singleton
public final class AccountQuotaResource {

    private final Access access;
    private final QuotaRegistry quotas;

    @Inject
    AccountQuotaResource(Access access, QuotaRegistry quotas) {
        this.access = access;
        this.quotas = quotas;
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "What an account holds and may hold",
            description = "Octets and messages; no limit is said where there is none.")
    public Uni<Response> quota(@PathParam("address") String address) {
        return HttpResponses.found(
                access.account(address).flatMap(quotas::ofAccount), QuotaViews.AccountView::of);
    }

    @PUT
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "Give an account limits of its own",
            description =
                    "They count at once. What it holds too much stays; it deletes, and takes nothing"
                            + " more until it is below.")
    public Uni<Response> set(
            @PathParam("address") String address, QuotaViews.@Nullable NewLimits limits) {
        return set(address, QuotaViews.NewLimits.of(limits));
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(summary = "Let an account have the limits of its domain again")
    public Uni<Response> inherit(@PathParam("address") String address) {
        return set(address, Optional.empty());
    }

    private Uni<Response> set(String address, Optional<QuotaLimits> own) {
        return HttpResponses.found(
                access.account(address).flatMap(account -> quotas.setAccount(account, own)),
                QuotaViews.AccountView::of);
    }
}
