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

/** What accounts of a domain may hold that have no limits of their own. */
@Path("/v1/domains/{domain}/quota")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Domains")
@Singleton
public final class DomainQuotaResource {

    private final Access access;
    private final QuotaRegistry quotas;

    @Inject
    DomainQuotaResource(Access access, QuotaRegistry quotas) {
        this.access = access;
        this.quotas = quotas;
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(summary = "What accounts of a domain may hold that have no limits of their own")
    public Uni<Response> quota(@PathParam("domain") String domain) {
        return HttpResponses.ok(quotas.ofDomain(access.domain(domain)), QuotaViews.DomainView::of);
    }

    @PUT
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "Set what accounts of a domain may hold",
            description =
                    "Answers when every account was told; settled is false when some could not be"
                            + " told yet and will be soon.")
    public Uni<Response> set(
            @PathParam("domain") String domain, QuotaViews.@Nullable NewLimits limits) {
        return set(domain, QuotaViews.NewLimits.of(limits));
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(summary = "Let a domain have the limits of the installation again")
    public Uni<Response> inherit(@PathParam("domain") String domain) {
        return set(domain, Optional.empty());
    }

    private Uni<Response> set(String domain, Optional<QuotaLimits> own) {
        return HttpResponses.ok(
                quotas.setDomain(access.domain(domain), own), QuotaViews.DomainView::of);
    }
}
