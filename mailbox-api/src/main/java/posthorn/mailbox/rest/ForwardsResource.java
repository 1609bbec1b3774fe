package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore.Kind;
import posthorn.mailbox.registry.AddressRegistry;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.PageRequest;

/** Mail that goes on to other addresses. */
@Path("/v1/forwards")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Forwards")
@Singleton
public final class ForwardsResource {

    private final AddressRegistry registry;
    private final Access access;

    @Inject
    ForwardsResource(AddressRegistry registry, Access access) {
        this.registry = registry;
        this.access = access;
    }

    /**
     * A forward.
     *
     * @param address an account's, or one that is made by this
     * @param keep whether the account gets the mail, too
     */
    public record Forward(
            @Nullable String address, @Nullable List<String> targets, @Nullable Boolean keep) {
        static Forward of(AddressEntry.Forward forward) {
            return new Forward(forward.address(), forward.targets(), forward.keep());
        }
    }

    @POST
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "Send mail on",
            description =
                    "Of an account, or of an address without a mailbox that is made by this. Where"
                            + " it goes to other hosts its reverse-path is rewritten (SRS).")
    public Uni<Response> create(@Nullable Forward forward) {
        String address = forward == null || forward.address() == null ? "" : forward.address();
        List<String> targets = forward == null ? null : forward.targets();
        Boolean keep = forward == null ? null : forward.keep();
        access.address(address);
        return HttpResponses.created(
                registry.createForward(
                        address, targets == null ? List.of() : targets, keep != null && keep),
                Forward::of);
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "List forwards by address",
            description = "Whoever administers several domains names one of them.")
    public Uni<Response> list(
            @QueryParam("domain") @DefaultValue("") String domain,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return HttpResponses.found(
                registry.entries(
                        List.of(Kind.FORWARD, Kind.ACCOUNT_FORWARD),
                        access.listed(domain),
                        page.after(),
                        page.oneMore()),
                entries ->
                        Page.of(
                                entries,
                                page,
                                AddressEntry::address,
                                each -> Forward.of((AddressEntry.Forward) each)));
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{address}")
    @Operation(summary = "Send mail on no more")
    public Uni<Response> remove(@PathParam("address") String address) {
        access.address(address);
        return HttpResponses.done(registry.removeForward(address));
    }
}
