package posthorn.delivery.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
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
import posthorn.delivery.dispatch.QueueOperator;
import posthorn.delivery.queue.QueueLookup;
import posthorn.runtime.http.Problem;

/** What waits, and what an operator wants done about it. */
@Path("/api/queue")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class QueueResource {

    private static final int MOST = 1000;

    private final QueueLookup queue;
    private final QueueOperator operator;

    @Inject
    QueueResource(QueueLookup queue, QueueOperator operator) {
        this.queue = queue;
        this.operator = operator;
    }

    /** Messages with something left to do, the oldest first. */
    @GET
    public Response list(
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("after") @DefaultValue("") String after) {
        if (limit < 1 || limit > MOST) {
            return problem(400, "limit is " + limit + ".", "Use 1 to " + MOST + ".");
        }
        return Response.ok(
                        new QueueResponses.Listing(
                                queue.open(after, limit).stream()
                                        .map(QueueResponses.Message::of)
                                        .toList()))
                .build();
    }

    /** One message, also when it is done, as long as the journal keeps it. */
    @GET
    @Path("{id}")
    public Response show(@PathParam("id") String id) {
        return Optional.ofNullable(queue.documents(List.of(id)).get(id))
                .map(message -> Response.ok(QueueResponses.Message.of(message)).build())
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
                    problem(409, "Nothing of " + id + " waits.", "Ask for its trace instead.");
            case BROKEN ->
                    problem(
                            409,
                            "The queue document of " + id + " cannot be read by this release.",
                            "Run the release that wrote it; its message waits until then.");
            case BUSY ->
                    problem(
                            409,
                            "An attempt at " + id + " is being made.",
                            "Try again when it has ended; other destinations are done.");
        };
    }

    /** What was done something about. */
    record Done(String id) {}

    private static Response unknown(String id) {
        return problem(
                404,
                "There is no message " + id + " in the queue.",
                "List the queue; a message whose recipients were all local never stands in it.");
    }

    private static Response problem(int status, String error, String advice) {
        return Response.status(status).entity(new Problem(error, advice)).build();
    }
}
