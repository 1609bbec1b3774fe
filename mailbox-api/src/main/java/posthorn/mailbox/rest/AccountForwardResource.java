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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.AddressRegistry;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;

/** Where an account's mail is sent on to. */
@Path("/v1/accounts/{address}/forward")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Forwards")
@Singleton
public final class AccountForwardResource {

    private final Access access;
    private final AddressRegistry registry;

    @Inject
    AccountForwardResource(Access access, AddressRegistry registry) {
        this.access = access;
        this.registry = registry;
    }

    /**
     * Where it goes.
     *
     * @param targets addresses
     * @param keep whether the account gets it, too
     */
    public record AccountForward(@Nullable List<String> targets, @Nullable Boolean keep) {
        static AccountForward of(AddressEntry.Forward forward) {
            return new AccountForward(forward.targets(), forward.keep());
        }
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "Where mail of an account is sent on to; 404: nowhere")
    public Uni<Response> get(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.ok(registry.forward(account.address()), AccountForward::of));
    }

    @PUT
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Send mail of an account on",
            description =
                    "In place of where it went until now. What comes in that moment is kept, and"
                            + " not sent on.")
    public Uni<Response> put(@PathParam("address") String address, @Nullable AccountForward next) {
        List<String> targets = next == null ? null : next.targets();
        Boolean keep = next == null ? null : next.keep();
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.ok(
                                registry.changeForward(
                                        account.address(),
                                        targets == null ? List.of() : targets,
                                        keep == null || keep),
                                AccountForward::of));
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "Send mail of an account on no more")
    public Uni<Response> delete(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account -> HttpResponses.done(registry.removeForward(account.address())));
    }
}
