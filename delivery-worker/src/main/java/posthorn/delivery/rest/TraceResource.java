package posthorn.delivery.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.trace.TraceStore;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.http.ForServices;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** What happened to a message. */
@ForServices
@Path("/worker/v1/traces")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TraceResource {

    private final TraceStore trace;

    @Inject
    TraceResource(TraceStore trace) {
        this.trace = trace;
    }

    /**
     * Its events, by time.
     *
     * @param id the message's id, or its Message-ID field with or without brackets
     * @param language of explanations, in the notation of Accept-Language
     */
    @GET
    @Path("{id}")
    public Response of(
            @PathParam("id") String id, @QueryParam("language") @Nullable String language) {
        List<DeliveryEvent> events = MessageIds.isId(id) ? trace.of(id) : ofHeader(id);
        if (events.isEmpty()) {
            return Problem.of(
                            ProblemCode.NOT_FOUND,
                            "Nothing is known of " + id + ".",
                            "Give the id from the 250 reply, or the Message-ID field; a new message"
                                    + " takes a second to show.")
                    .response();
        }
        Language spoken = QueueResponses.language(language);
        return Response.ok(
                        new QueueResponses.Trace(
                                id,
                                events.stream()
                                        .map(event -> QueueResponses.Event.of(event, spoken))
                                        .toList()))
                .build();
    }

    private List<DeliveryEvent> ofHeader(String field) {
        String bracketed = field.startsWith("<") ? field : "<" + field + ">";
        return trace.of(trace.withHeader(bracketed)).values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(DeliveryEvent::getAt))
                .toList();
    }
}
