package posthorn.delivery.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.dispatch.QueueOperator;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueueSurvey;
import posthorn.protocol.explanation.Language;
import posthorn.runtime.http.ForServices;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.PageRequest;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** What waits, and what an operator wants done about it. */
@ForServices
@Path("/worker/v1/queue")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class QueueResource {

    private final QueueLookup queue;
    private final QueueSurvey survey;
    private final QueueOperator operator;

    @Inject
    QueueResource(QueueLookup queue, QueueSurvey survey, QueueOperator operator) {
        this.queue = queue;
        this.survey = survey;
        this.operator = operator;
    }

    /**
     * Messages with something left to do, the oldest first.
     *
     * @param language of explanations, in the notation of Accept-Language; so of the other calls
     */
    @GET
    public Page<QueueResponses.Message> list(
            @BeanParam QueueQuestion question,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("language") @Nullable String language) {
        PageRequest page = PageRequest.of(limit, cursor);
        QueueSurvey.Found found = survey.find(question.filter(), page.after(), page.limit());
        Language spoken = QueueResponses.language(language);
        return Page.upTo(
                found.next(),
                found.messages().stream()
                        .map(message -> QueueResponses.Message.of(message, spoken))
                        .toList());
    }

    /** What is left to do, by destination, those with the most recipients first. */
    @GET
    @Path("destinations")
    public QueueResponses.Destinations destinations() {
        return QueueResponses.Destinations.of(survey.depths());
    }

    /** One message, also when it is done, as long as the journal keeps it. */
    @GET
    @Path("{id}")
    public Response show(
            @PathParam("id") String id, @QueryParam("language") @Nullable String language) {
        Language spoken = QueueResponses.language(language);
        return Optional.ofNullable(queue.documents(List.of(id)).get(id))
                .map(message -> Response.ok(QueueResponses.Message.of(message, spoken)).build())
                .orElseGet(() -> unknown(id));
    }

    /** Makes everything that waits or is held due now. */
    @POST
    @Path("{id}/retry")
    public Response retry(@PathParam("id") String id) {
        return answer(id, operator.retry(id));
    }

    /** Discards everything that waits or is held. */
    @POST
    @Path("{id}/drop")
    public Response drop(
            @PathParam("id") String id,
            @QueryParam("notify") @DefaultValue("false") boolean notify) {
        return answer(id, operator.drop(id, notify));
    }

    private static Response answer(String id, QueueOperator.Completion answer) {
        return switch (answer) {
            case DONE -> Response.ok(new Done(id)).build();
            case UNKNOWN -> unknown(id);
            case NOTHING_LEFT ->
                    problem(
                            ProblemCode.CONFLICT,
                            "Nothing of " + id + " waits.",
                            "Ask for its trace instead.");
            case BROKEN ->
                    problem(
                            ProblemCode.CONFLICT,
                            "The queue document of " + id + " cannot be read by this release.",
                            "Run the release that wrote it; its message waits until then.");
            case BUSY ->
                    problem(
                            ProblemCode.CONFLICT,
                            "An attempt at " + id + " is being made.",
                            "Try again when it has ended; other destinations are done.");
        };
    }

    /** What was done something about. */
    record Done(String id) {}

    private static Response unknown(String id) {
        return problem(
                ProblemCode.NOT_FOUND,
                "There is no message " + id + " in the queue.",
                "List the queue; a message whose recipients were all local never stands in it.");
    }

    private static Response problem(ProblemCode code, String error, String advice) {
        return Problem.of(code, error, advice).response();
    }
}
