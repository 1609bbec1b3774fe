package posthorn.mailbox.rest.mail;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.rest.HttpResponses;
import posthorn.mailbox.rest.ReadsBody;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.mailbox.submission.Outbox;

/** Mail that is not finished. */
@Path("/v1/accounts/{address}/drafts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
@Singleton
public final class DraftsResource {

    private static final String KEY = "Idempotency-Key";

    private final MailboxAccess mailboxes;
    private final Writing writing;
    private final Outbox outbox;

    @Inject
    DraftsResource(MailboxAccess mailboxes, Writing writing, Outbox outbox) {
        this.mailboxes = mailboxes;
        this.writing = writing;
        this.outbox = outbox;
    }

    @POST
    @ReadsBody
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Keep a message in Drafts",
            description = "In place of the one that draft names.")
    public Uni<Response> keep(
            @PathParam("address") String address,
            @HeaderParam(KEY) @Nullable String key,
            @Context HttpServerRequest request) {
        String given = key == null || key.isEmpty() ? "" : mailboxes.key(key, "draft");
        return HttpResponses.answered(
                MailProblems.told(
                        mailboxes
                                .account(address)
                                .flatMap(account ->
                                        writing.use(account, request, given, outbox::keepDraft))),
                place ->
                        Response.status(201)
                                .type(MediaType.APPLICATION_JSON_TYPE)
                                .entity(AppendResource.Place.of(place))
                                .build());
    }
}
