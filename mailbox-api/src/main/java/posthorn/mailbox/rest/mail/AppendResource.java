package posthorn.mailbox.rest.mail;

import io.smallrye.mutiny.Multi;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.intake.AppendReceiver;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.rest.HttpResponses;
import posthorn.mailbox.rest.ReadsBody;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.mailbox.submission.Outbox;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.AppendPart;

/** Messages that are put into a mailbox as they are. */
@Path("/v1/accounts/{address}/mailboxes/{mailbox}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
@Singleton
public final class AppendResource {

    private static final String KEY = "Idempotency-Key";

    private final MailboxAccess mailboxes;
    private final MessageIntake intake;

    @Inject
    AppendResource(MailboxAccess mailboxes, MessageIntake intake) {
        this.mailboxes = mailboxes;
        this.intake = intake;
    }

    /**
     * Where a message is now.
     *
     * @param mailbox id
     */
    public record Place(String mailbox, long uid) {
        static Place of(Outbox.Place place) {
            return new Place(Long.toString(place.mailbox()), place.uid());
        }

        /** Of a command that added one message. */
        static Place of(CommandOutcome.Done done) {
            return new Place(Long.toString(done.mailbox()), done.uids().first(0));
        }
    }

    @POST
    @Consumes("message/rfc822")
    @ReadsBody
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Put a message into a mailbox",
            description =
                    "As it is, without sending it; flags: \\Seen,\\Draft, or flag=\\Seen for each;"
                            + " received: 2026-11-28T09:00:00Z.")
    public Uni<Response> append(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @QueryParam("flags") @Nullable String flags,
            @QueryParam("flag") @Nullable List<String> each,
            @QueryParam("received") @Nullable String received,
            @HeaderParam(KEY) @Nullable String key,
            @Context HttpServerRequest request) {
        long octets = RequestBody.length(request, Long.MAX_VALUE);
        AppendHeader.Builder header =
                AppendHeader.newBuilder()
                        .setKey(mailboxes.key(key, "append"))
                        .setSize(octets)
                        .setInternalDate(date(received))
                        .addAllFlags(
                                flags == null || flags.isEmpty()
                                        ? List.of()
                                        : List.of(flags.split(",", 100)))
                        .addAllFlags(each == null ? List.of() : each);
        return HttpResponses.answered(
                MailProblems.told(
                        mailboxes
                                .state(address)
                                .flatMap(state -> append(state, mailbox, header, request))),
                done ->
                        Response.status(201)
                                .type(MediaType.APPLICATION_JSON_TYPE)
                                .entity(Place.of(done))
                                .build());
    }

    private Uni<CommandOutcome.Done> append(
            AccountState state,
            String mailbox,
            AppendHeader.Builder header,
            HttpServerRequest request) {
        header.setAccount(state.account())
                .setMailbox(MailboxAccess.mailbox(state, mailbox).head().name());
        Multi<AppendPart> first =
                Multi.createFrom().item(AppendPart.newBuilder().setHeader(header).build());
        return new AppendReceiver(intake)
                .of(Multi.createBy().concatenating().streams(first, RequestBody.parts(request)))
                .map(MailProblems::done);
    }

    private static long date(@Nullable String received) {
        try {
            return received == null || received.isEmpty()
                    ? 0
                    : Instant.parse(received).toEpochMilli();
        } catch (DateTimeException none) {
            throw MailProblems.invalid(
                            "received is no time.", "Give it as in 2026-11-28T09:00:00Z.")
                    .exception();
        }
    }
}
