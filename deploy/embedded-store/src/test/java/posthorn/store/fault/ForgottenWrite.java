package posthorn.store.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A write that is taken back after it was executed, as a later primary does it that never had it.
 * Whatever it may change is remembered before; nobody else may write in between.
 */
final class ForgottenWrite {
    private final StoreLink store;
    private final WireFrame request;
    private final BsonDocument body;
    private final Map<BsonValue, BsonDocument> before = new LinkedHashMap<>();

    private ForgottenWrite(StoreLink store, WireFrame request) {
        this.store = store;
        this.request = request;
        this.body = request.body();
    }

    /** Remembers what the write may change. */
    static ForgottenWrite of(StoreLink store, WireFrame request) throws IOException {
        ForgottenWrite write = new ForgottenWrite(store, request);
        for (BsonDocument filter : write.filters()) {
            for (BsonDocument document : store.find(write.body, filter)) {
                write.before.put(document.get("_id"), document);
            }
        }
        return write;
    }

    private List<BsonDocument> filters() {
        return switch (request.command()) {
            case "update" -> statements("updates");
            case "delete" -> statements("deletes");
            case "findAndModify" -> List.of(body.getDocument("query", new BsonDocument()));
            default -> List.of();
        };
    }

    private List<BsonDocument> statements(String name) {
        List<BsonDocument> filters = new ArrayList<>();
        request.documents(name).forEach(statement -> filters.add(statement.getDocument("q")));
        return filters;
    }

    /** Whether the client asked for a majority: only then is it owed the truth. */
    static boolean isForMajority(BsonDocument command) {
        BsonDocument concern = command.getDocument("writeConcern", new BsonDocument());
        BsonValue nodes = concern.get("w");
        return nodes != null
                && (nodes.isString() || (nodes.isNumber() && nodes.asNumber().intValue() > 1));
    }

    /** Takes the write back. */
    void takeBack(WireFrame answer) throws IOException {
        List<BsonValue> changed = new ArrayList<>(before.keySet());
        changed.addAll(added(answer.body()));
        store.delete(body, changed);
        store.insert(body, List.copyOf(before.values()));
    }

    private List<BsonValue> added(BsonDocument answer) {
        if (!Answer.isSuccess(answer)) {
            return List.of();
        }
        return switch (request.command()) {
            case "insert" -> inserted(answer);
            case "update" -> {
                List<BsonValue> ids = new ArrayList<>();
                answer.getArray("upserted", new BsonArray())
                        .forEach(each -> ids.add(each.asDocument().get("_id")));
                yield ids;
            }
            case "findAndModify" -> {
                BsonValue id =
                        answer.getDocument("lastErrorObject", new BsonDocument()).get("upserted");
                yield id == null ? List.of() : List.of(id);
            }
            default -> List.of();
        };
    }

    private List<BsonValue> inserted(BsonDocument answer) {
        List<BsonDocument> documents = request.documents("documents");
        Set<Integer> refused = new HashSet<>();
        for (BsonValue error : answer.getArray("writeErrors", new BsonArray())) {
            refused.add(error.asDocument().getNumber("index").intValue());
        }
        boolean ordered = body.getBoolean("ordered", BsonBoolean.TRUE).getValue();
        List<BsonValue> ids = new ArrayList<>();
        for (int i = 0; i < documents.size() && !(ordered && refused.contains(i)); i++) {
            if (!refused.contains(i)) {
                ids.add(documents.get(i).get("_id"));
            }
        }
        return ids;
    }
}
