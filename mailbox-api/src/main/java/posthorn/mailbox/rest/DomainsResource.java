package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore.Kind;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.dkim.DomainKeys;
import posthorn.mailbox.registry.AddressRegistry;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.registry.DomainOptions;
import posthorn.mailbox.registry.QuotaRegistry;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.rest.DomainViews.DomainView;
import posthorn.mailbox.rest.DomainViews.KeyView;
import posthorn.mailbox.rest.DomainViews.KeysView;
import posthorn.mailbox.rest.DomainViews.ListedView;
import posthorn.mailbox.rest.DomainViews.RecordView;
import posthorn.mailbox.rest.DomainViews.RecordsView;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.mailbox.zone.DomainRecords;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.http.EntityTags;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.PageRequest;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** The domains that are ours. */
@Path("/v1/domains")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Domains")
@Singleton
public final class DomainsResource {

    private static final Logger LOG = Logger.getLogger(DomainsResource.class);

    private final Registry registry;
    private final DomainKeyring keyring;
    private final DomainRecords records;
    private final DomainOptions options;
    private final AddressRegistry addresses;
    private final QuotaRegistry quotas;
    private final Access access;

    @Inject
    DomainsResource(
            Registry registry,
            DomainKeyring keyring,
            DomainRecords records,
            DomainOptions options,
            AddressRegistry addresses,
            QuotaRegistry quotas,
            Access access) {
        this.access = access;
        this.registry = registry;
        this.options = options;
        this.addresses = addresses;
        this.keyring = keyring;
        this.quotas = quotas;
        this.records = records;
    }

    @POST
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "Add a domain",
            description =
                    "Mail for its addresses is local from then on. Keys are made with which it signs.")
    public Uni<Response> add(DomainViews.@Nullable NewDomain domain) {
        String name = domain == null ? null : domain.name();
        String postmaster = domain == null ? null : domain.postmaster();
        return HttpResponses.created(
                registry.addDomain(name == null ? "" : name, postmaster == null ? "" : postmaster)
                        .invoke(this::makeKeys),
                DomainView::of);
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(summary = "List the domains that one administers, the oldest first")
    public Uni<Response> list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return HttpResponses.found(
                registry.domains(),
                domains ->
                        Page.of(
                                domains.stream()
                                        .filter(domain -> access.mayAsk(domain.name()))
                                        .sorted(Comparator.comparing(DomainsResource::order))
                                        .filter(domain -> order(domain).compareTo(page.after()) > 0)
                                        .limit(page.oneMore())
                                        .toList(),
                                page,
                                DomainsResource::order,
                                DomainView::of));
    }

    /** By age, and by name where several are of the same one. */
    private static String order(Domain domain) {
        return "%016x/%s".formatted(domain.created(), domain.name());
    }

    @GET
    @Path("/{domain}")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(summary = "A domain")
    public Uni<Response> show(@PathParam("domain") String name) {
        return HttpResponses.tagged(
                options.find(access.domain(name)), DomainView::of, DomainViews::tag);
    }

    @DELETE
    @AllowedTo(Role.ADMIN)
    @Path("/{domain}")
    @Operation(summary = "Remove a domain that has no addresses left")
    public Uni<Response> remove(@PathParam("domain") String name) {
        return HttpResponses.done(
                registry.removeDomain(name)
                        .call(outcome ->
                                outcome instanceof DirectoryOutcome.Done<Domain>
                                        ? keyring.forget(name).chain(() -> quotas.forget(name))
                                        : Uni.createFrom().voidItem()));
    }

    @PATCH
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{domain}")
    @Operation(
            summary = "Change how the addresses of a domain are read",
            description =
                    "catchAll, tags, aliasOf, nextHop and recipients: what is not given stays as it"
                            + " is, an empty text takes it away.")
    public Uni<Response> set(
            @PathParam("domain") String name,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            DomainOptions.@Nullable Change change) {
        String folded = access.domain(name);
        DomainOptions.Change wanted =
                change == null ? new DomainOptions.Change(null, null, null, null, null) : change;
        boolean leadsAway =
                wanted.aliasOf() != null || wanted.nextHop() != null || wanted.recipients() != null;
        if (leadsAway && !access.isAdmin()) {
            throw Problem.of(
                            ProblemCode.FORBIDDEN,
                            "You may not change aliasOf, nextHop and recipients.",
                            "Ask an administrator of the installation.")
                    .exception();
        }
        return HttpResponses.tagged(
                options.set(
                        folded,
                        wanted,
                        domain -> EntityTags.allow(ifMatch, DomainViews.tag(domain))),
                DomainView::of,
                DomainViews::tag);
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{domain}/recipients")
    @Operation(summary = "List the addresses that are taken for the host that has the mailboxes")
    public Uni<Response> recipients(
            @PathParam("domain") String name,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return HttpResponses.found(
                addresses.entries(
                        List.of(Kind.LISTED), access.domain(name), page.after(), page.oneMore()),
                entries ->
                        Page.of(
                                entries,
                                page,
                                AddressEntry::address,
                                each -> new ListedView(each.address())));
    }

    @POST
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{domain}/recipients")
    @Operation(summary = "Take an address for the host that has the mailboxes")
    public Uni<Response> list(@PathParam("domain") String name, @Nullable ListedView listed) {
        String address = listed == null || listed.address() == null ? "" : listed.address();
        inDomain(name, address);
        return HttpResponses.created(
                addresses.createListed(address), made -> new ListedView(made.address()));
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{domain}/recipients/{address}")
    @Operation(summary = "Take an address no more")
    public Uni<Response> unlist(
            @PathParam("domain") String name, @PathParam("address") String address) {
        inDomain(name, address);
        return HttpResponses.done(addresses.removeListed(address));
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{domain}/dkim")
    @Operation(summary = "The keys with which a domain signs, the oldest first")
    public Uni<Response> keys(@PathParam("domain") String name) {
        return HttpResponses.ok(keyring.keys(access.domain(name)), this::view);
    }

    @POST
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{domain}/dkim/rotate")
    @Operation(
            summary = "Make the next keys of a domain",
            description =
                    "They sign when their records have been in DNS for a while; the others retire then.")
    public Uni<Response> rotate(@PathParam("domain") String name) {
        return HttpResponses.ok(keyring.rotate(access.domain(name)), this::view);
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Path("/{domain}/dns")
    @Operation(summary = "The records that a domain is to publish")
    public Uni<Response> dns(@PathParam("domain") String name) {
        return HttpResponses.ok(
                keyring.published(access.domain(name)),
                keys ->
                        new RecordsView(
                                keys.domain(),
                                records.of(keys.domain(), keys.published(keyring.now())).stream()
                                        .map(RecordView::of)
                                        .toList()));
    }

    private void inDomain(String name, String address) {
        String folded = access.domain(name);
        if (AddressKey.parse(address).filter(key -> key.domain().equals(folded)).isEmpty()) {
            throw Problem.of(
                            ProblemCode.INVALID,
                            "'" + address + "' is no address of " + folded + ".",
                            "Give one of that domain.")
                    .exception();
        }
    }

    /** Nobody waits for them: whoever looks at them does, and makes them where this failed. */
    private void makeKeys(DirectoryOutcome<Domain> outcome) {
        if (outcome instanceof DirectoryOutcome.Done<Domain>(Domain domain)) {
            keyring.published(domain.name())
                    .subscribe()
                    .with(
                            keys -> LOG.debugf("%s has keys", domain.name()),
                            failure -> LOG.warnf(failure, "no keys for %s yet", domain.name()));
        }
    }

    private KeysView view(DomainKeys keys) {
        return new KeysView(
                keys.domain(),
                keys.keys().stream().map(key -> KeyView.of(key, keyring.now())).toList());
    }
}
