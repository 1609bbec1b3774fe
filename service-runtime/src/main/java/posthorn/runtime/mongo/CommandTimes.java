package posthorn.runtime.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import posthorn.runtime.metrics.Buckets;

/**
 * How long the database takes, as {@code db.client.operation.duration} of OpenTelemetry's
 * conventions for database clients, by database, collection, command and error. What the driver
 * does for itself (hello, sign-in) is counted under the command {@code other}. Safe for all
 * threads.
 */
final class CommandTimes implements CommandListener {

    private static final String OTHER = "other";
    private static final String NO_ERROR = "none";
    private static final String NAME = "db.client.operation.duration";

    /** Commands with a time of their own; of these the value is the collection's name. */
    private static final Set<String> COMMANDS =
            Set.of(
                    "find",
                    "insert",
                    "update",
                    "delete",
                    "findAndModify",
                    "aggregate",
                    "count",
                    "distinct",
                    "createIndexes");

    private static final String GET_MORE = "getMore";

    private record Kind(String database, String collection, String command) {}

    private final MeterRegistry meters;
    private final Map<Kind, Timer> succeeded = new ConcurrentHashMap<>();

    /** By number of the request; each is taken out by its answer or its failure. */
    private final Map<Integer, Kind> underWay = new ConcurrentHashMap<>();

    CommandTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        underWay.put(event.getRequestId(), kind(event));
    }

    private static Kind kind(CommandStartedEvent event) {
        String name = event.getCommandName();
        if (COMMANDS.contains(name)) {
            return new Kind(event.getDatabaseName(), text(event.getCommand(), name), name);
        }
        if (name.equals(GET_MORE)) {
            return new Kind(event.getDatabaseName(), text(event.getCommand(), "collection"), name);
        }
        return new Kind("", "", OTHER);
    }

    private static String text(BsonDocument command, String field) {
        BsonValue value = command.get(field);
        return value != null && value.isString() ? value.asString().getValue() : "";
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        Kind kind = underWay.remove(event.getRequestId());
        if (kind != null) {
            succeeded
                    .computeIfAbsent(kind, each -> timer(each, NO_ERROR))
                    .record(event.getElapsedTime(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        Kind kind = underWay.remove(event.getRequestId());
        if (kind != null) {
            timer(kind, error(event.getThrowable()))
                    .record(event.getElapsedTime(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS);
        }
    }

    /** The class of a failure of ours, the code of one of the server's. */
    private static String error(Throwable failure) {
        return failure instanceof MongoCommandException refused
                ? Integer.toString(refused.getErrorCode())
                : failure.getClass().getSimpleName();
    }

    private Timer timer(Kind kind, String error) {
        return Buckets.COMMANDS
                .timer(NAME, "From a command to the answer of the database")
                .tag("db.system.name", "mongodb")
                .tag("db.namespace", kind.database())
                .tag("db.collection.name", kind.collection())
                .tag("db.operation.name", kind.command())
                .tag("error.type", error)
                .register(meters);
    }
}
