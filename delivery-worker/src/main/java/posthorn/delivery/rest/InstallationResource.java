package posthorn.delivery.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import posthorn.delivery.dispatch.WorkerIdentity;
import posthorn.delivery.kafka.LogFacts;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.mongo.StoreFacts;
import posthorn.delivery.relay.MxRelay;
import posthorn.protocol.smtp.Domain;
import posthorn.runtime.http.ForServices;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.settings.Hostname;

/** What the worker sees of the installation that it is part of: for {@code posthorn doctor}. */
@ForServices
@Path("/worker/v1/installation")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InstallationResource {

    private final Hostname hostname;
    private final WorkerIdentity self;
    private final KafkaConnection log;
    private final QueueDatabase database;
    private final MxRelay relay;

    @Inject
    InstallationResource(
            Hostname hostname,
            WorkerIdentity self,
            KafkaConnection log,
            QueueDatabase database,
            MxRelay relay) {
        this.hostname = hostname;
        this.self = self;
        this.log = log;
        this.database = database;
        this.relay = relay;
    }

    /**
     * What it sees.
     *
     * @param hostname the name that this installation gives itself
     * @param clock the worker's, when it was asked
     */
    record Facts(String hostname, String clock, LogFacts log, StoreFacts database) {}

    /** Name, clock, and how log and database keep what they are given. */
    @GET
    public Facts facts() {
        String clock = self.clock().instant().toString();
        return new Facts(hostname.name(), clock, LogFacts.of(log), database.facts());
    }

    /** Whether the hosts of {@code domain} can be reached from here, at the port of the relay. */
    @GET
    @Path("outgoing")
    public Response outgoing(@QueryParam("domain") @DefaultValue("") String domain) {
        Optional<Domain> name = Domain.parse(domain);
        if (name.isEmpty()) {
            return Problem.of(
                            ProblemCode.INVALID,
                            "domain is no domain.",
                            "Name one whose mail hosts are to be reached.")
                    .response();
        }
        return Response.ok(relay.probe().look(name.get().folded())).build();
    }
}
