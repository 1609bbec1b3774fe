package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.registry.Registry;

/** The domains that are ours. */
@Path("/api/domains")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Domains")
@Singleton
public final class DomainsResource {

    private final Registry registry;

    @Inject
    DomainsResource(Registry registry) {
        this.registry = registry;
    }

    /** A domain that is to be added. */
    public record NewDomain(@Nullable String name, @Nullable String postmaster) {}

    /** A domain. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DomainView(String name, @Nullable String postmaster, String created) {
        static DomainView of(Domain domain) {
            return new DomainView(
                    domain.name(),
                    domain.postmaster().isEmpty() ? null : domain.postmaster(),
                    Instant.ofEpochMilli(domain.created()).toString());
        }
    }

    /** All domains. */
    public record Domains(List<DomainView> domains) {}

    @POST
    @Operation(
            summary = "Add a domain",
            description = "Mail for its addresses is local from then on.")
    public Uni<Response> add(@Nullable NewDomain domain) {
        String name = domain == null ? null : domain.name();
        String postmaster = domain == null ? null : domain.postmaster();
        return HttpResponses.created(
                registry.addDomain(name == null ? "" : name, postmaster == null ? "" : postmaster),
                DomainView::of);
    }

    @GET
    @Operation(summary = "List the domains, the oldest first")
    public Uni<Response> list() {
        return HttpResponses.found(
                registry.domains(),
                domains -> new Domains(domains.stream().map(DomainView::of).toList()));
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Remove a domain that has no addresses left")
    public Uni<Response> remove(@PathParam("name") String name) {
        return HttpResponses.done(registry.removeDomain(name));
    }
}
