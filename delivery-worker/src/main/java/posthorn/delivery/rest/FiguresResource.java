package posthorn.delivery.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.SortedMap;
import posthorn.delivery.QueueGauges;
import posthorn.runtime.http.ForServices;
import posthorn.runtime.metrics.Figures;

/** What the worker that answers counts and measures. */
@ForServices
@Path("/worker/v1/figures")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FiguresResource {

    private final MeterRegistry meters;
    private final QueueGauges queue;

    @Inject
    FiguresResource(MeterRegistry meters, QueueGauges queue) {
        this.meters = meters;
        this.queue = queue;
    }

    /** By name, as its metrics have it; those of the queue are there whoever has their metrics. */
    @GET
    public SortedMap<String, Double> figures() {
        SortedMap<String, Double> figures = Figures.of(meters);
        figures.putAll(queue.figures());
        return figures;
    }
}
