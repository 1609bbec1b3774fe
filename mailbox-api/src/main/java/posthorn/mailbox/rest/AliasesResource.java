package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.registry.Registry;

/** Further addresses of accounts. */
@Path("/api/aliases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Aliases")
@Singleton
public final class AliasesResource {

    private final Registry registry;

    @Inject
    AliasesResource(Registry registry) {
        this.registry = registry;
    }

    /**
     * An alias.
     *
     * @param account address of the account that gets its mail
     */
    public record Alias(@Nullable String address, @Nullable String account) {}

    @POST
    @Operation(summary = "Give an account another address")
    public Uni<Response> create(@Nullable Alias alias) {
        String address = alias == null ? null : alias.address();
        String account = alias == null ? null : alias.account();
        return HttpResponses.created(
                registry.createAlias(
                        address == null ? "" : address, account == null ? "" : account),
                made -> new Alias(made.address(), made.target()));
    }

    @DELETE
    @Path("/{address}")
    @Operation(summary = "Remove an alias")
    public Uni<Response> remove(@PathParam("address") String address) {
        return HttpResponses.done(registry.removeAlias(address));
    }
}
