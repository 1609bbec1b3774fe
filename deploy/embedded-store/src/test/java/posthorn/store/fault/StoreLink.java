package posthorn.store.fault;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The proxy's side that asks the store, with commands of a client and some of its own. */
final class StoreLink {
    private static final int OWN_REQUEST = 1 << 30;
    private static final int MOST_DOCUMENTS = 100_000;

    private final DataInputStream in;
    private final OutputStream out;

    StoreLink(DataInputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** Sends without waiting for an answer. */
    void send(WireFrame request) throws IOException {
        out.write(request.bytes());
        out.flush();
    }

    /** The next answer, or null when the store has closed. */
    @Nullable WireFrame receive() throws IOException {
        return WireFrame.read(in);
    }

    /** The answer to a request, or null when the store has closed. */
    @Nullable WireFrame ask(WireFrame request) throws IOException {
        send(request);
        return receive();
    }

    /** All documents of a collection that match. */
    List<BsonDocument> find(BsonDocument target, BsonDocument filter) throws IOException {
        BsonDocument cursor =
                own(new BsonDocument("find", collection(target))
                                .append("filter", filter)
                                .append("batchSize", new BsonInt32(MOST_DOCUMENTS))
                                .append("$db", target.getString("$db")))
                        .getDocument("cursor");
        if (cursor.getNumber("id").longValue() != 0) {
            throw new IOException("more documents match than the proxy can take back");
        }
        List<BsonDocument> found = new ArrayList<>();
        for (BsonValue document : cursor.getArray("firstBatch")) {
            found.add(document.asDocument());
        }
        return found;
    }

    /** Removes documents by {@code _id}. */
    void delete(BsonDocument target, List<BsonValue> ids) throws IOException {
        if (ids.isEmpty()) {
            return;
        }
        BsonDocument any = new BsonDocument("$in", new BsonArray(ids));
        BsonDocument statement =
                new BsonDocument("q", new BsonDocument("_id", any))
                        .append("limit", new BsonInt32(0));
        own(
                new BsonDocument("delete", collection(target))
                        .append("deletes", new BsonArray(List.of(statement)))
                        .append("$db", target.getString("$db")));
    }

    /** Puts documents back. */
    void insert(BsonDocument target, List<BsonDocument> documents) throws IOException {
        if (documents.isEmpty()) {
            return;
        }
        BsonDocument answer =
                own(
                        new BsonDocument("insert", collection(target))
                                .append("documents", new BsonArray(documents))
                                .append("ordered", BsonBoolean.FALSE)
                                .append("$db", target.getString("$db")));
        if (answer.containsKey("writeErrors")) {
            throw new IOException("documents could not be put back: " + answer.toJson());
        }
    }

    /** The collection of a write or read command. */
    private static BsonString collection(BsonDocument target) {
        return target.getString(target.getFirstKey());
    }

    private BsonDocument own(BsonDocument command) throws IOException {
        WireFrame answer = ask(WireFrame.of(OWN_REQUEST, 0, command, null));
        if (answer == null || !Answer.isSuccess(answer.body())) {
            throw new IOException("the store does not answer the proxy");
        }
        return answer.body();
    }
}
