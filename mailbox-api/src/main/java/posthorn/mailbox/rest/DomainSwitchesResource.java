package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.registry.AccountSwitches;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;

/** What accounts of a domain may be used for where they say nothing themselves. */
@Path("/v1/domains/{domain}/switches")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Switches")
@Singleton
public final class DomainSwitchesResource {

    private final Access access;
    private final AccountSwitches switches;

    @Inject
    DomainSwitchesResource(Access access, AccountSwitches switches) {
        this.access = access;
        this.switches = switches;
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(summary = "The switches of accounts of a domain that say nothing themselves")
    public Uni<Response> get(@PathParam("domain") String domain) {
        return HttpResponses.ok(switches.ofDomain(access.domain(domain)), SwitchViews::of);
    }

    @PATCH
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "Change the switches of accounts that say nothing themselves",
            description = "As for an account; null: as the installation says.")
    public Uni<Response> change(
            @PathParam("domain") String domain,
            @Nullable Map<String, SwitchViews.@Nullable SwitchChange> change) {
        Map<AccessSwitch, Optional<Boolean>> changes = SwitchViews.changes(change);
        return HttpResponses.ok(
                switches.changeDomain(access.domain(domain), changes), SwitchViews::of);
    }
}
