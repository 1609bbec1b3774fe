package posthorn.store.command;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import posthorn.store.CommandFailure;

/** The answers to commands, as MongoDB shapes them. */
public final class Answers {
    private Answers() {}

    static BsonDocument ok() {
        return ok(new BsonDocument());
    }

    /** The answer of success with these fields. */
    public static BsonDocument ok(BsonDocument answer) {
        return answer.append("ok", new BsonDouble(1));
    }

    /** The answer to a command that is refused as a whole. */
    public static BsonDocument failure(CommandFailure failure) {
        BsonDocument answer =
                new BsonDocument("ok", new BsonDouble(0))
                        .append("errmsg", new BsonString(failure.text()))
                        .append("code", new BsonInt32(failure.code()))
                        .append("codeName", new BsonString(failure.codeName()));
        answer.putAll(failure.details());
        return answer;
    }

    /** The refusal of one statement or document of a batch. */
    static BsonDocument writeError(int index, CommandFailure failure) {
        BsonDocument error =
                new BsonDocument("index", new BsonInt32(index))
                        .append("code", new BsonInt32(failure.code()));
        error.putAll(failure.details());
        return error.append("errmsg", new BsonString(failure.text()));
    }

    /** The first batch of a cursor; id 0 says that there is no more. */
    static BsonDocument firstBatch(String namespace, long id, List<BsonDocument> documents) {
        return cursor("firstBatch", namespace, id, documents);
    }

    static BsonDocument nextBatch(String namespace, long id, List<BsonDocument> documents) {
        return cursor("nextBatch", namespace, id, documents);
    }

    private static BsonDocument cursor(
            String batch, String namespace, long id, List<BsonDocument> documents) {
        return ok(
                new BsonDocument(
                        "cursor",
                        new BsonDocument(batch, new BsonArray(documents))
                                .append("id", new BsonInt64(id))
                                .append("ns", new BsonString(namespace))));
    }
}
