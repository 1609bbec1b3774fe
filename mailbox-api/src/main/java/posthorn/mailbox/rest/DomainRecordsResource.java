package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import posthorn.mailbox.dkim.DomainKeys;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.mailbox.zone.DomainRecords;

/** What a domain is to publish, beside what DNS says. */
@Path("/v1/domains/{domain}/records")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Domains")
@Singleton
public final class DomainRecordsResource {

    private final Access access;
    private final DomainKeyring keyring;
    private final DomainRecords records;
    private final PublishedRecords published;

    @Inject
    DomainRecordsResource(
            Access access,
            DomainKeyring keyring,
            DomainRecords records,
            PublishedRecords published) {
        this.access = access;
        this.keyring = keyring;
        this.records = records;
        this.published = published;
    }

    /** All of them. */
    public record RecordsView(String domain, List<PublishedRecords.RecordView> items) {}

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(
            summary = "The records of a domain, and how each stands in DNS now",
            description =
                    "States: published, missing, different, several (where there may be one), unknown (no name server answered).")
    public Uni<Response> records(@PathParam("domain") String name) {
        return HttpResponses.ok(
                keyring.published(access.domain(name)).flatMap(this::looked), view -> view);
    }

    private Uni<DirectoryOutcome<RecordsView>> looked(DirectoryOutcome<DomainKeys> outcome) {
        return switch (outcome) {
            case DirectoryOutcome.Done<DomainKeys>(DomainKeys keys) ->
                    published
                            .look(records.of(keys.domain(), keys.published(keyring.now())))
                            .map(items ->
                                    new DirectoryOutcome.Done<>(
                                            new RecordsView(keys.domain(), items)));
            case DirectoryOutcome.Refused<DomainKeys>(var reason, var error, var advice) ->
                    Uni.createFrom().item(DirectoryOutcome.refused(reason, error, advice));
        };
    }
}
