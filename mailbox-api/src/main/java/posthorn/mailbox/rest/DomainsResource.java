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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.dkim.DomainKey;
import posthorn.mailbox.dkim.DomainKeys;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.zone.DomainRecords;
import posthorn.mailbox.zone.ZoneRecord;

/** The domains that are ours. */
@Path("/api/domains")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Domains")
@Singleton
public final class DomainsResource {

    private static final Logger LOG = Logger.getLogger(DomainsResource.class);

    private final Registry registry;
    private final DomainKeyring keyring;
    private final DomainRecords records;

    @Inject
    DomainsResource(Registry registry, DomainKeyring keyring, DomainRecords records) {
        this.registry = registry;
        this.keyring = keyring;
        this.records = records;
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

    /** Keys of a domain. */
    public record KeysView(String domain, List<KeyView> keys) {}

    /** A key, without its private half. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeyView(
            String selector,
            String algorithm,
            String state,
            String name,
            String record,
            String created,
            String signsFrom,
            @Nullable String retiresFrom,
            @Nullable String goneFrom) {
        static KeyView of(DomainKey key, long now) {
            return new KeyView(
                    key.name().selector().folded(),
                    key.algorithm().word(),
                    key.state(now).word(),
                    key.name().dnsName(),
                    key.record(),
                    Instant.ofEpochMilli(key.created()).toString(),
                    Instant.ofEpochMilli(key.signsFrom()).toString(),
                    time(key.retiresFrom()),
                    time(key.goneFrom()));
        }

        private static @Nullable String time(long millis) {
            return millis == DomainKey.NEVER ? null : Instant.ofEpochMilli(millis).toString();
        }
    }

    /** Records of a domain. */
    public record RecordsView(String domain, List<RecordView> records) {}

    /** A record; {@code zone} is its line in a zone file (RFC 1035 §5.1). */
    public record RecordView(
            String name, String type, long ttl, String data, String why, String zone) {
        static RecordView of(ZoneRecord record) {
            return new RecordView(
                    record.name(),
                    record.type().name(),
                    record.ttl(),
                    record.data(),
                    record.why(),
                    record.line());
        }
    }

    @POST
    @Operation(
            summary = "Add a domain",
            description =
                    "Mail for its addresses is local from then on. Keys are made with which it signs.")
    public Uni<Response> add(@Nullable NewDomain domain) {
        String name = domain == null ? null : domain.name();
        String postmaster = domain == null ? null : domain.postmaster();
        return HttpResponses.created(
                registry.addDomain(name == null ? "" : name, postmaster == null ? "" : postmaster)
                        .invoke(this::makeKeys),
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
        return HttpResponses.done(
                registry.removeDomain(name)
                        .call(outcome ->
                                outcome instanceof DirectoryOutcome.Done<Domain>
                                        ? keyring.forget(name)
                                        : Uni.createFrom().voidItem()));
    }

    @GET
    @Path("/{name}/dkim")
    @Operation(summary = "The keys with which a domain signs, the oldest first")
    public Uni<Response> keys(@PathParam("name") String name) {
        return HttpResponses.ok(keyring.keys(name), this::view);
    }

    @POST
    @Path("/{name}/dkim/rotate")
    @Operation(
            summary = "Make the next keys of a domain",
            description =
                    "They sign when their records have been in DNS for a while; the others retire then.")
    public Uni<Response> rotate(@PathParam("name") String name) {
        return HttpResponses.ok(keyring.rotate(name), this::view);
    }

    @GET
    @Path("/{name}/dns")
    @Operation(summary = "The records that a domain is to publish")
    public Uni<Response> dns(@PathParam("name") String name) {
        return HttpResponses.ok(
                keyring.published(name),
                keys ->
                        new RecordsView(
                                keys.domain(),
                                records.of(keys.domain(), keys.published(keyring.now())).stream()
                                        .map(RecordView::of)
                                        .toList()));
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
