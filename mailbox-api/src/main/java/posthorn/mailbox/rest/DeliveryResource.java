package posthorn.mailbox.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.mailbox.worker.WorkerAnswer;
import posthorn.mailbox.worker.WorkerAway;
import posthorn.mailbox.worker.WorkerClient;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.metrics.Figures;

/** What delivery-worker knows, asked there and passed on as it is. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Delivery")
@Singleton
public final class DeliveryResource {

    private static final Logger LOG = Logger.getLogger(DeliveryResource.class);
    private static final String LIMIT = "limit";
    private static final String LANGUAGE = "language";

    private final WorkerClient worker;
    private final Access access;
    private final MeterRegistry meters;

    @Inject
    DeliveryResource(WorkerClient worker, Access access, MeterRegistry meters) {
        this.worker = worker;
        this.access = access;
        this.meters = meters;
    }

    @GET
    @Path("/queue")
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "List messages with something left to do, the oldest first",
            description =
                    "sender, recipient and destination: text anywhere in it, in any letter case;"
                            + " state: waiting or held. A page may be empty and have a next one.")
    public Uni<Response> queue(
            @QueryParam("sender") @DefaultValue("") String sender,
            @QueryParam("recipient") @DefaultValue("") String recipient,
            @QueryParam("destination") @DefaultValue("") String destination,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("limit") @DefaultValue("") String limit,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @DefaultValue("") String languages) {
        return passed(
                worker.get(
                        "queue",
                        Map.of(
                                "sender",
                                sender,
                                "recipient",
                                recipient,
                                "destination",
                                destination,
                                "state",
                                state,
                                LIMIT,
                                limit,
                                "cursor",
                                cursor,
                                LANGUAGE,
                                languages)));
    }

    @GET
    @Path("/queue/destinations")
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "How much waits for which destination, since when, and the last reply",
            description = "Not complete: the queue is longer than is counted for one answer.")
    public Uni<Response> destinations() {
        return passed(worker.get("queue/destinations", Map.of()));
    }

    @GET
    @Path("/queue/{id}")
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "One message with its recipients, and what their failures mean",
            description = "Also when it is done, as long as the journal keeps it.")
    public Uni<Response> queued(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @DefaultValue("") String languages) {
        return passed(worker.get("queue/" + WorkerClient.segment(id), Map.of(LANGUAGE, languages)));
    }

    @POST
    @Path("/queue/{id}/retry")
    @AllowedTo(Role.ADMIN)
    @Operation(summary = "Try now what waits or is held of a message")
    public Uni<Response> retry(@PathParam("id") String id) {
        return passed(worker.post("queue/" + WorkerClient.segment(id) + "/retry", Map.of()));
    }

    @POST
    @Path("/queue/{id}/drop")
    @AllowedTo(Role.ADMIN)
    @Operation(summary = "Discard what waits or is held of a message")
    public Uni<Response> drop(
            @PathParam("id") String id,
            @QueryParam("notify") @DefaultValue("false") String notify) {
        return passed(
                worker.post(
                        "queue/" + WorkerClient.segment(id) + "/drop", Map.of("notify", notify)));
    }

    @GET
    @Path("/sites")
    @AllowedTo(Role.ADMIN)
    @Operation(summary = "How fast mail goes to the hosts of others, the newest first")
    public Uni<Response> sites(@QueryParam("limit") @DefaultValue("") String limit) {
        return passed(worker.get("sites", Map.of(LIMIT, limit)));
    }

    @GET
    @Path("/traces/{id}")
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "What happened to a message",
            description = "By the id of the 250 reply, or by its Message-ID field.")
    public Uni<Response> trace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @DefaultValue("") String languages) {
        return passed(
                worker.get("traces/" + WorkerClient.segment(id), Map.of(LANGUAGE, languages)));
    }

    @GET
    @Path("/reports/{domain}")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN})
    @Operation(summary = "What others report on a domain (DMARC, TLS), the latest first")
    public Uni<Response> reports(
            @PathParam("domain") String domain,
            @QueryParam("limit") @DefaultValue("") String limit) {
        String name = access.domain(domain);
        return passed(worker.get("reports/" + WorkerClient.segment(name), Map.of(LIMIT, limit)));
    }

    @GET
    @Path("/installation")
    @AllowedTo(Role.ADMIN)
    @Operation(summary = "Name, clock, and how log and database keep what they are given")
    public Uni<Response> installation() {
        return passed(worker.get("installation", Map.of()));
    }

    @GET
    @Path("/installation/outgoing")
    @AllowedTo(Role.ADMIN)
    @Operation(summary = "Whether the mail hosts of another domain can be reached")
    public Uni<Response> outgoing(@QueryParam("domain") @DefaultValue("") String domain) {
        return passed(worker.get("installation/outgoing", Map.of("domain", domain)));
    }

    @GET
    @Path("/figures")
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "What the pods that answer count and measure, by the names of the metrics",
            description = "One pod of mailbox-api and one of delivery-worker.")
    public Uni<SortedMap<String, @Nullable Object>> figures() {
        return worker.get("figures", Map.of())
                .onFailure(WorkerAway.class)
                .transform(DeliveryResource::away)
                .map(answer -> {
                    SortedMap<String, @Nullable Object> all = new TreeMap<>(Figures.of(meters));
                    if (answer.isGood()) {
                        all.putAll(new JsonObject(answer.body()).getMap());
                    }
                    return all;
                });
    }

    private static Uni<Response> passed(Uni<WorkerAnswer> answer) {
        return answer.map(DeliveryResource::response)
                .onFailure(WorkerAway.class)
                .transform(DeliveryResource::away);
    }

    /** As it is, but for what is no answer of the API. */
    private static Response response(WorkerAnswer answer) {
        boolean ours = answer.type().contains("json");
        if (!ours && answer.body().length() > 0) {
            throw problem().exception();
        }
        return Response.status(answer.status())
                .header(
                        HttpHeaders.CONTENT_TYPE,
                        answer.isGood() ? MediaType.APPLICATION_JSON : answer.type())
                .entity(answer.body().toString())
                .build();
    }

    private static Throwable away(Throwable failure) {
        LOG.warn("delivery-worker cannot be asked", failure);
        return problem().exception();
    }

    private static Problem problem() {
        return Problem.of(
                ProblemCode.WORKER_AWAY,
                "The delivery worker gave no answer: what was asked may have happened or not.",
                "Look, and try again; see its /q/health/ready (port 9000), and"
                        + " posthorn.mailbox-api.worker.url.");
    }
}
