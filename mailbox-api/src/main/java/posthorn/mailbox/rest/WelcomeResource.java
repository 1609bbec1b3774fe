package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;

/** What the pages show first. */
@Path("/v1/welcome")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
@Singleton
public final class WelcomeResource {

    private final Registry registry;

    /** Once there was a domain it is asked no more: strangers cannot make the store read. */
    private volatile boolean used;

    @Inject
    WelcomeResource(Registry registry) {
        this.registry = registry;
    }

    /**
     * What everybody may know.
     *
     * @param isNew whether there is no domain yet
     */
    public record Welcome(@JsonProperty("new") boolean isNew) {}

    @GET
    @AllowedTo(Role.ANYONE)
    @Operation(
            summary = "Whether the installation is new",
            description = "That is, whether it has no domain yet; nothing else is told.")
    public Uni<Response> welcome() {
        Uni<Boolean> isNew =
                used
                        ? Uni.createFrom().item(false)
                        : registry.domains()
                                .map(domains -> domains.isEmpty())
                                .invoke(none -> used = !none);
        return HttpResponses.found(isNew, Welcome::new);
    }
}
