package posthorn.store.command;

import java.time.Clock;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import posthorn.store.StoreCounters;
import posthorn.store.rocks.Storage;
import posthorn.store.rocks.Writer;

/** The commands about the server: what it is, how it does, sessions that come and go. */
final class ServerCommands {
    private static final String VERSION = "4.4.0";
    private static final int WIRE_VERSION = 9;
    private static final int MAX_MESSAGE_BYTES = 48_000_000;
    private static final int SESSION_MINUTES = 30;

    private final Storage storage;
    private final StoreCounters counters;
    private final Cursors cursors;
    private final Clock clock;
    private final long startedNanos = System.nanoTime();

    ServerCommands(Storage storage, StoreCounters counters, Cursors cursors, Clock clock) {
        this.storage = storage;
        this.counters = counters;
        this.cursors = cursors;
        this.clock = clock;
    }

    BsonDocument hello(Request request) {
        boolean legacy = !request.name().equals("hello");
        return Answers.ok(
                new BsonDocument(legacy ? "ismaster" : "isWritablePrimary", BsonBoolean.TRUE)
                        .append("helloOk", BsonBoolean.TRUE)
                        .append("maxBsonObjectSize", new BsonInt32(Writer.MAX_DOCUMENT_BYTES))
                        .append("maxMessageSizeBytes", new BsonInt32(MAX_MESSAGE_BYTES))
                        .append("maxWriteBatchSize", new BsonInt32(InsertCommand.MAX_BATCH))
                        .append("localTime", new BsonDateTime(clock.millis()))
                        .append("logicalSessionTimeoutMinutes", new BsonInt32(SESSION_MINUTES))
                        .append("connectionId", new BsonInt32(request.connection()))
                        .append("minWireVersion", new BsonInt32(0))
                        .append("maxWireVersion", new BsonInt32(WIRE_VERSION))
                        .append("readOnly", BsonBoolean.FALSE));
    }

    BsonDocument ping(Request request) {
        request.allow();
        return Answers.ok();
    }

    /** Sessions hold nothing here: each command stands for itself, and causal order is a given. */
    BsonDocument forgetSessions(Request request) {
        return Answers.ok();
    }

    BsonDocument buildInfo(Request request) {
        request.allow();
        BsonArray version = new BsonArray();
        for (int part : List.of(4, 4, 0, 0)) {
            version.add(new BsonInt32(part));
        }
        return Answers.ok(
                new BsonDocument("version", new BsonString(VERSION))
                        .append("versionArray", version)
                        .append("gitVersion", new BsonString("posthorn-embedded-store"))
                        .append("modules", new BsonArray(List.of(new BsonString("posthorn"))))
                        .append("maxBsonObjectSize", new BsonInt32(Writer.MAX_DOCUMENT_BYTES)));
    }

    BsonDocument serverStatus(Request request) {
        long uptime = (System.nanoTime() - startedNanos) / 1_000_000;
        BsonDocument commands = new BsonDocument();
        counters.commands().forEach((name, count) -> commands.append(name, new BsonInt64(count)));
        return Answers.ok(
                new BsonDocument("host", new BsonString("127.0.0.1"))
                        .append("version", new BsonString(VERSION))
                        .append("process", new BsonString("posthorn-embedded-store"))
                        .append("pid", new BsonInt64(ProcessHandle.current().pid()))
                        .append("uptime", new BsonInt64(uptime / 1000))
                        .append("uptimeMillis", new BsonInt64(uptime))
                        .append("localTime", new BsonDateTime(clock.millis()))
                        .append(
                                "connections",
                                new BsonDocument("current", new BsonInt32(counters.connections())))
                        .append("flushes", new BsonInt64(storage.flushes()))
                        .append("commands", commands)
                        .append("failures", new BsonInt64(counters.failures()))
                        .append("metrics", metrics()));
    }

    private BsonDocument metrics() {
        return new BsonDocument(
                        "cursor",
                        new BsonDocument(
                                "open", new BsonDocument("total", new BsonInt64(cursors.size()))))
                .append(
                        "queryExecutor",
                        new BsonDocument("scanned", new BsonInt64(storage.keysExamined().sum()))
                                .append(
                                        "scannedObjects",
                                        new BsonInt64(storage.documentsExamined().sum())));
    }
}
