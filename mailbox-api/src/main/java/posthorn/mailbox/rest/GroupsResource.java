package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore.Kind;
import posthorn.mailbox.registry.AddressRegistry;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.http.EntityTags;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.PageRequest;

/** Addresses whose mail goes to all of their members. */
@Path("/v1/groups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
@Singleton
public final class GroupsResource {

    private final AddressRegistry registry;
    private final Access access;

    @Inject
    GroupsResource(AddressRegistry registry, Access access) {
        this.registry = registry;
        this.access = access;
    }

    /**
     * A group.
     *
     * @param senders who may send to it: anyone (where nothing is said), users or members
     */
    public record Group(
            @Nullable String address, @Nullable List<String> members, @Nullable String senders) {
        static Group of(AddressEntry.Group group) {
            return new Group(
                    group.address(),
                    group.members(),
                    group.senders().name().toLowerCase(Locale.ROOT));
        }
    }

    /** Members to put in. */
    public record Members(@Nullable List<String> members) {}

    @POST
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "Make a group",
            description = "Its members may be of other hosts, and groups themselves.")
    public Uni<Response> create(@Nullable Group group) {
        String address = text(group == null ? null : group.address());
        access.address(address);
        return HttpResponses.created(
                registry.createGroup(
                        address,
                        list(group == null ? null : group.members()),
                        text(group == null ? null : group.senders())),
                Group::of);
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "List groups by address",
            description = "Whoever administers several domains names one of them.")
    public Uni<Response> list(
            @QueryParam("domain") @DefaultValue("") String domain,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return HttpResponses.found(
                registry.entries(
                        List.of(Kind.GROUP), access.listed(domain), page.after(), page.oneMore()),
                entries ->
                        Page.of(
                                entries,
                                page,
                                AddressEntry::address,
                                each -> Group.of((AddressEntry.Group) each)));
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{address}")
    @Operation(summary = "A group")
    public Uni<Response> show(@PathParam("address") String address) {
        access.address(address);
        return HttpResponses.tagged(registry.group(address), Group::of, GroupsResource::tag);
    }

    @PUT
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{address}")
    @Operation(
            summary = "Change a group",
            description = "Members and senders that are not given stay as they are.")
    public Uni<Response> change(
            @PathParam("address") String address,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable Group group) {
        access.address(address);
        List<String> members = group == null ? null : group.members();
        return HttpResponses.tagged(
                registry.changeGroup(
                        address,
                        before -> members == null ? before : members,
                        group == null ? null : group.senders(),
                        before -> EntityTags.allow(ifMatch, tag(before))),
                Group::of,
                GroupsResource::tag);
    }

    @POST
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{address}/members")
    @Operation(summary = "Put members into a group")
    public Uni<Response> add(@PathParam("address") String address, @Nullable Members members) {
        access.address(address);
        List<String> more = list(members == null ? null : members.members());
        return HttpResponses.ok(
                registry.changeGroup(
                        address,
                        before -> {
                            List<String> all = new ArrayList<>(without(before, more));
                            all.addAll(more);
                            return all;
                        },
                        null),
                Group::of);
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{address}/members/{member}")
    @Operation(summary = "Take a member out of a group")
    public Uni<Response> remove(
            @PathParam("address") String address, @PathParam("member") String member) {
        access.address(address);
        return HttpResponses.ok(
                registry.changeGroup(address, before -> without(before, List.of(member)), null),
                Group::of);
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{address}")
    @Operation(summary = "Remove a group")
    public Uni<Response> remove(@PathParam("address") String address) {
        access.address(address);
        return HttpResponses.done(registry.removeGroup(address));
    }

    private static EntityTag tag(AddressEntry.Group group) {
        return EntityTags.of(group);
    }

    private static List<String> without(List<String> members, List<String> others) {
        List<String> folded = others.stream().map(GroupsResource::folded).toList();
        return members.stream().filter(member -> !folded.contains(folded(member))).toList();
    }

    private static String folded(String address) {
        return AddressKey.parse(address).map(AddressKey::toString).orElse(address);
    }

    private static List<String> list(@Nullable List<String> given) {
        return given == null ? List.of() : given;
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
