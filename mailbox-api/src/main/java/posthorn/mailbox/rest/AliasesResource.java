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

/** Further addresses of accounts, groups and forwards. */
@Path("/v1/aliases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Aliases")
@Singleton
public final class AliasesResource {

    private final AddressRegistry registry;
    private final Access access;

    @Inject
    AliasesResource(AddressRegistry registry, Access access) {
        this.registry = registry;
        this.access = access;
    }

    /**
     * An alias.
     *
     * @param account address of ours that it stands for: an account, a group, a forward or an alias
     */
    public record Alias(@Nullable String address, @Nullable String account) {
        static Alias of(AddressEntry.Alias alias) {
            return new Alias(alias.address(), alias.target());
        }
    }

    @POST
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(summary = "Give an account, a group or a forward another address")
    public Uni<Response> create(@Nullable Alias alias) {
        String address = alias == null || alias.address() == null ? "" : alias.address();
        String account = alias == null ? null : alias.account();
        access.address(address);
        return HttpResponses.created(
                registry.createAlias(address, account == null ? "" : account), Alias::of);
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "List aliases by address",
            description = "Whoever administers several domains names one of them.")
    public Uni<Response> list(
            @QueryParam("domain") @DefaultValue("") String domain,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return HttpResponses.found(
                registry.entries(
                        List.of(Kind.ALIAS), access.listed(domain), page.after(), page.oneMore()),
                entries ->
                        Page.of(
                                entries,
                                page,
                                AddressEntry::address,
                                each -> Alias.of((AddressEntry.Alias) each)));
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{address}")
    @Operation(summary = "Remove an alias")
    public Uni<Response> remove(@PathParam("address") String address) {
        access.address(address);
        return HttpResponses.done(registry.removeAlias(address));
    }
}
