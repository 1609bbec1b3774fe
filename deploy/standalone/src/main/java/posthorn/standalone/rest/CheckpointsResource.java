package posthorn.standalone.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.standalone.backup.Checkpoints;
import posthorn.standalone.backup.Installation;
import posthorn.standalone.kafka.WaitingRecords;

/** Checkpoints, from which {@code posthorn backup} copies. */
@Path("/v1/checkpoints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Backup")
@RunOnVirtualThread
public class CheckpointsResource {

    private static final String SETTINGS = "smallrye.config.locations";

    private final @Nullable Checkpoints checkpoints;

    @Inject
    CheckpointsResource(KafkaConnection kafka) {
        checkpoints =
                Installation.running()
                        .map(running ->
                                new Checkpoints(
                                        running,
                                        file -> WaitingRecords.save(kafka, file),
                                        Clock.systemUTC()))
                        .orElse(null);
    }

    /**
     * A checkpoint.
     *
     * @param directory of its files, on the server's machine
     * @param records messages in it that were not delivered yet
     */
    public record Checkpoint(String id, String directory, long records) {}

    @POST
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "Make a consistent copy below the data directory",
            description = "There is one at a time: this drops the one that was there.")
    public Response make() {
        Checkpoints.Made made = checkpoints().make(settings());
        return Response.status(201)
                .entity(new Checkpoint(made.id(), made.directory().toString(), made.records()))
                .build();
    }

    @DELETE
    @Path("/{checkpoint}")
    @AllowedTo(Role.ADMIN)
    @Operation(summary = "Drop a copy")
    public Response drop(@PathParam("checkpoint") String checkpoint) {
        if (!checkpoints().drop(checkpoint)) {
            throw Problem.of(
                            ProblemCode.NOT_FOUND,
                            "There is no checkpoint " + checkpoint + ".",
                            "Nothing is left to be done.")
                    .exception();
        }
        return Response.noContent().build();
    }

    private Checkpoints checkpoints() {
        if (checkpoints == null) {
            throw Problem.of(
                            ProblemCode.CONFLICT,
                            "The database of this installation is not its own.",
                            "Back it up with the tools of MongoDB; docs/backup.md says how.")
                    .exception();
        }
        return checkpoints;
    }

    private static List<java.nio.file.Path> settings() {
        return ConfigProvider.getConfig()
                .unwrap(SmallRyeConfig.class)
                .getOptionalValue(SETTINGS, String.class)
                .stream()
                .flatMap(all -> Arrays.stream(all.split(",")))
                .map(each ->
                        each.startsWith("file:")
                                ? java.nio.file.Path.of(URI.create(each))
                                : java.nio.file.Path.of(each.strip()))
                .filter(Files::isRegularFile)
                .toList();
    }
}
