package posthorn.mailbox.rest.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.rest.HttpResponses;
import posthorn.mailbox.rest.ReadsBody;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.mailbox.submission.Outbox;
import posthorn.mailbox.submission.Submission;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.http.ProblemException;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;
import posthorn.runtime.tracing.Tracings;

/** Mail that is sent. */
@Path(SendResource.ROUTE)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
@Singleton
public final class SendResource {

    static final String ROUTE = "/v1/accounts/{address}/send";

    private static final Logger LOG = Logger.getLogger(SendResource.class);
    private static final String KEY = "Idempotency-Key";

    private final MailboxAccess mailboxes;
    private final Writing writing;
    private final Outbox outbox;
    private final Tracing tracing;

    @Inject
    SendResource(MailboxAccess mailboxes, Writing writing, Outbox outbox, Tracings tracings) {
        this.mailboxes = mailboxes;
        this.writing = writing;
        this.outbox = outbox;
        this.tracing = tracings.of("mailbox-api");
    }

    /**
     * A message that is on its way.
     *
     * @param id by which its trace is found: its Message-ID without brackets
     * @param sent where its author has it; null, and not in the answer: nowhere
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Accepted(String id, AppendResource.@Nullable Place sent) {
        static Accepted of(Outbox.Sent sent) {
            String id = sent.messageId();
            return new Accepted(
                    id.substring(1, id.length() - 1),
                    sent.kept().map(AppendResource.Place::of).orElse(null));
        }
    }

    @POST
    @ReadsBody
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Send a message",
            description =
                    "By the rules of submission, and kept in Sent. Asked for again under the same"
                            + " Idempotency-Key it has the same Message-ID and is kept once.")
    public Uni<Response> send(
            @PathParam("address") String address,
            @HeaderParam(KEY) @Nullable String key,
            @Context HttpServerRequest request) {
        String given = key == null || key.isEmpty() ? "" : mailboxes.key(key, "send");
        Span span = begin();
        return HttpResponses.answered(
                        MailProblems.told(
                                mailboxes
                                        .account(address)
                                        .flatMap(account ->
                                                writing.use(
                                                        account,
                                                        request,
                                                        given,
                                                        order -> sent(order, span.context())))),
                        sent ->
                                Response.status(202)
                                        .type(MediaType.APPLICATION_JSON_TYPE)
                                        .entity(Accepted.of(sent))
                                        .build())
                .onTermination()
                .invoke((response, failure, cancelled) -> end(span, status(response, failure)));
    }

    /** The trace of a message begins with the request, whatever its sender says of traces. */
    private Span begin() {
        Span span = tracing.begin("POST " + ROUTE, SpanKind.SERVER, TraceContext.NONE);
        span.set("http.request.method", "POST");
        span.set("http.route", ROUTE);
        return span;
    }

    /** What the sender is told; 0: nothing, or it cannot be said here. */
    private static int status(@Nullable Response response, @Nullable Throwable failure) {
        if (response != null) {
            return response.getStatus();
        }
        return failure instanceof ProblemException problem ? problem.problem().status() : 0;
    }

    private static void end(Span span, int status) {
        if (status != 0) {
            span.set("http.response.status_code", status);
        }
        if (status == 0 || status >= 500) {
            span.failed(status == 0 ? "no response" : String.valueOf(status));
        }
        span.end();
    }

    private Uni<Outbox.Sent> sent(Outbox.Order order, TraceContext trace) {
        if (!order.draft().hasRecipients()) {
            throw MailProblems.invalid(
                            "The message goes to nobody.", "Give an address in to, cc or bcc.")
                    .exception();
        }
        return outbox.send(order, trace)
                .onFailure(Submission.Refused.class)
                .transform(failure -> refused(failure).exception())
                .onFailure(Submission.NoAnswer.class)
                .transform(SendResource::away);
    }

    private static Problem refused(Submission.Refused refused) {
        return refused.isForGood()
                ? Problem.of(
                        ProblemCode.MESSAGE_REFUSED,
                        refused.reply(),
                        "Nothing was sent, to nobody. Change what is wrong, and send it again.")
                : Problem.of(
                        ProblemCode.SUBMISSION_AWAY,
                        refused.reply(),
                        "Nothing was sent, to nobody. Send it again in a while.");
    }

    private static Throwable away(Throwable failure) {
        LOG.warn("smtp-ingress cannot be asked", failure);
        return Problem.of(
                        ProblemCode.SUBMISSION_AWAY,
                        "The server for outgoing mail gave no answer: it may have taken the message or"
                                + " not.",
                        "Look whether it arrived before you send it again.")
                .exception();
    }
}
