package posthorn.store.fault;

import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** Answers of a replica set in trouble, as MongoDB 4.4 gives them. */
final class Answer {
    private Answer() {}

    /** This server cannot take the command; nothing was executed. */
    static WireFrame notPrimary(WireFrame request) {
        return failure(request, 10107, "NotWritablePrimary", "not primary");
    }

    /** This server is no longer the primary; the command may have been executed. */
    static WireFrame steppedDown(WireFrame request) {
        return failure(
                request,
                11602,
                "InterruptedDueToReplStateChange",
                "operation was interrupted: the primary stepped down");
    }

    private static WireFrame failure(WireFrame request, int code, String name, String message) {
        return WireFrame.of(
                0,
                request.requestId(),
                new BsonDocument("ok", new BsonDouble(0))
                        .append("errmsg", new BsonString(message))
                        .append("code", new BsonInt32(code))
                        .append("codeName", new BsonString(name)),
                null);
    }

    /** The answer of success with the note that the server shuts down before a majority has it. */
    static WireFrame withShutdown(WireFrame request, WireFrame answer) {
        return withConcernError(
                request,
                answer,
                new BsonDocument("code", new BsonInt32(91))
                        .append("codeName", new BsonString("ShutdownInProgress"))
                        .append("errmsg", new BsonString("replication is being shut down")));
    }

    /** The answer of success with the note that no majority had it in time. */
    static WireFrame withTimeout(WireFrame request, WireFrame answer) {
        return withConcernError(
                request,
                answer,
                new BsonDocument("code", new BsonInt32(64))
                        .append("codeName", new BsonString("WriteConcernFailed"))
                        .append("errmsg", new BsonString("waiting for replication timed out"))
                        .append("errInfo", new BsonDocument("wtimeout", BsonBoolean.TRUE)));
    }

    private static WireFrame withConcernError(
            WireFrame request, WireFrame answer, BsonDocument error) {
        BsonDocument body = answer.body();
        return isSuccess(body)
                ? WireFrame.of(
                        0, request.requestId(), body.append("writeConcernError", error), null)
                : answer;
    }

    /** Whether the command as a whole came off; single documents may still be refused. */
    static boolean isSuccess(BsonDocument answer) {
        return answer.getNumber("ok").intValue() == 1;
    }
}
