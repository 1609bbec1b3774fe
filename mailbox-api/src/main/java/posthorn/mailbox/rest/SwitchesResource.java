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

/** What accounts may be used for. */
@Path("/v1/accounts/{address}/switches")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Switches")
@Singleton
public final class SwitchesResource {

    private final Access access;
    private final AccountSwitches switches;

    @Inject
    SwitchesResource(Access access, AccountSwitches switches) {
        this.access = access;
        this.switches = switches;
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "Which of IMAP, POP3, SMTP and forwarding are on, and who has said so")
    public Uni<Response> get(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account -> HttpResponses.found(switches.of(account), SwitchViews::of));
    }

    @PATCH
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Switch IMAP, POP3, SMTP or forwarding on or off",
            description =
                    "{\"pop3\":{\"on\":false}}; null: as the domain says. Whoever signs in next is"
                            + " refused, open sessions stay.")
    public Uni<Response> change(
            @PathParam("address") String address,
            @Nullable Map<String, SwitchViews.@Nullable SwitchChange> change) {
        Map<AccessSwitch, Optional<Boolean>> changes = SwitchViews.changes(change);
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.ok(switches.change(account, changes), SwitchViews::of));
    }
}
