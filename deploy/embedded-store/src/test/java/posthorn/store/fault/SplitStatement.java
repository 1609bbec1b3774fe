package posthorn.store.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An update or delete of several documents or with several statements, which reaches the store
 * document by document, and its one answer.
 */
final class SplitStatement implements SplitCommand {
    private static final Map<String, String> LISTS =
            Map.of("update", "updates", "delete", "deletes");

    /** A statement about at most one document, and the number of the client's it comes from. */
    private record Part(int statement, BsonDocument document) {}

    private final WireFrame request;
    private final String list;
    private final List<Part> parts;
    private final BsonArray upserted = new BsonArray();
    private final BsonArray errors = new BsonArray();
    private int n;
    private int modified;

    private SplitStatement(WireFrame request, String list, List<Part> parts) {
        this.request = request;
        this.list = list;
        this.parts = parts;
    }

    /** The split command, or null when it is about one document anyway. */
    static @Nullable SplitStatement of(WireFrame request, StoreLink store) throws IOException {
        String list = LISTS.get(request.command());
        if (list == null) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        List<BsonDocument> statements = request.documents(list);
        for (int i = 0; i < statements.size(); i++) {
            for (BsonDocument single : singles(request, statements.get(i), store)) {
                parts.add(new Part(i, single));
            }
        }
        return parts.size() > 1 ? new SplitStatement(request, list, parts) : null;
    }

    private static List<BsonDocument> singles(
            WireFrame request, BsonDocument statement, StoreLink store) throws IOException {
        boolean many =
                statement.containsKey("limit")
                        ? statement.getNumber("limit").intValue() == 0
                        : statement.getBoolean("multi", BsonBoolean.FALSE).getValue();
        if (!many) {
            return List.of(statement);
        }
        List<BsonDocument> singles = new ArrayList<>();
        for (BsonDocument found : store.find(request.body(), statement.getDocument("q"))) {
            BsonDocument byId = new BsonDocument("_id", found.get("_id"));
            BsonDocument single = statement.clone();
            single.put(
                    "q",
                    new BsonDocument(
                            "$and", new BsonArray(List.of(byId, statement.getDocument("q")))));
            single.put(
                    statement.containsKey("limit") ? "limit" : "multi",
                    statement.containsKey("limit") ? new BsonInt32(1) : BsonBoolean.FALSE);
            singles.add(single);
        }
        return singles.size() > 1 ? singles : List.of(statement);
    }

    @Override
    public int parts() {
        return parts.size();
    }

    @Override
    public WireFrame part(int number) {
        BsonDocument body = request.body();
        body.put(list, new BsonArray(List.of(parts.get(number).document)));
        return WireFrame.of(request.requestId(), 0, body, null);
    }

    @Override
    public boolean answered(int number, WireFrame answer) {
        BsonDocument body = answer.body();
        if (!Answer.isSuccess(body) || body.containsKey("writeConcernError")) {
            return false;
        }
        n += body.getNumber("n").intValue();
        modified += body.getNumber("nModified", new BsonInt32(0)).intValue();
        renumber(number, body, "upserted", upserted);
        renumber(number, body, "writeErrors", errors);
        return true;
    }

    private void renumber(int number, BsonDocument body, String from, BsonArray to) {
        for (BsonValue each : body.getArray(from, new BsonArray())) {
            BsonDocument copy = each.asDocument().clone();
            copy.put("index", new BsonInt32(parts.get(number).statement));
            to.add(copy);
        }
    }

    @Override
    public boolean isOver() {
        return !errors.isEmpty()
                && request.body().getBoolean("ordered", BsonBoolean.TRUE).getValue();
    }

    @Override
    public WireFrame answer() {
        BsonDocument body = new BsonDocument("n", new BsonInt32(n));
        if (list.equals("updates")) {
            body.append("nModified", new BsonInt32(modified));
        }
        if (!upserted.isEmpty()) {
            body.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            body.append("writeErrors", errors);
        }
        body.append("ok", new BsonDouble(1));
        return WireFrame.of(0, request.requestId(), body, null);
    }
}
