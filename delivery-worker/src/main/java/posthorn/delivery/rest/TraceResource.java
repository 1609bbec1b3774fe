package posthorn.delivery.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import posthorn.delivery.trace.TraceStore;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.http.Problem;

/** What happened to a message. */
@Path("/api/trace")
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
     */
    @GET
    @Path("{id}")
    public Response of(@PathParam("id") String id) {
        List<DeliveryEvent> events = MessageIds.isId(id) ? trace.of(id) : ofHeader(id);
        if (events.isEmpty()) {
            return Response.status(404)
                    .entity(
                            new Problem(
                                    "Nothing is known of " + id + ".",
                                    "Give the id from the 250 reply, or the Message-ID field; a new message"
                                            + " takes a second to show."))
                    .build();
        }
        return Response.ok(
                        new QueueResponses.Trace(
                                id, events.stream().map(QueueResponses.Event::of).toList()))
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
