package posthorn.store.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** An unordered insert that reaches the store as several commands, and its one answer. */
final class SplitInsert implements SplitCommand {
    private final WireFrame request;
    private final List<byte[]> documents;
    private final List<List<Integer>> parts = new ArrayList<>();
    private final List<BsonDocument> errors = new ArrayList<>();
    private int inserted;

    private SplitInsert(WireFrame request, List<byte[]> documents, Random random) {
        this.request = request;
        this.documents = documents;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        int count = 2 + random.nextInt(Math.min(4, documents.size() - 1));
        for (int part = 0; part < count; part++) {
            List<Integer> indexes =
                    order.subList(order.size() * part / count, order.size() * (part + 1) / count);
            if (!indexes.isEmpty()) {
                parts.add(indexes);
            }
        }
    }

    /**
     * The split insert, or null when the message is not an unordered insert of several documents.
     */
    static @Nullable SplitInsert of(WireFrame request, Random random) {
        if (!request.command().equals("insert")
                || request.body().getBoolean("ordered", BsonBoolean.TRUE).getValue()) {
            return null;
        }
        List<WireFrame.Sequence> sequences = request.sequences();
        return sequences.size() == 1 && sequences.getFirst().documents().size() > 1
                ? new SplitInsert(request, sequences.getFirst().documents(), random)
                : null;
    }

    @Override
    public int parts() {
        return parts.size();
    }

    @Override
    public WireFrame part(int number) {
        List<byte[]> chosen = parts.get(number).stream().map(documents::get).toList();
        return WireFrame.of(
                request.requestId(),
                0,
                request.body(),
                new WireFrame.Sequence("documents", chosen));
    }

    @Override
    public boolean answered(int number, WireFrame answer) {
        BsonDocument body = answer.body();
        if (body.getNumber("ok").intValue() != 1 || body.containsKey("writeConcernError")) {
            return false;
        }
        inserted += body.getNumber("n").intValue();
        for (BsonValue error : body.getArray("writeErrors", new BsonArray())) {
            BsonDocument copy = error.asDocument();
            int index = parts.get(number).get(copy.getNumber("index").intValue());
            copy.put("index", new BsonInt32(index));
            errors.add(copy);
        }
        return true;
    }

    /** Only unordered inserts are split. */
    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public WireFrame answer() {
        BsonDocument body = new BsonDocument("n", new BsonInt32(inserted));
        if (!errors.isEmpty()) {
            errors.sort(Comparator.comparingInt(error -> error.getInt32("index").getValue()));
            body.append("writeErrors", new BsonArray(errors));
        }
        body.append("ok", new BsonDouble(1));
        return WireFrame.of(0, request.requestId(), body, null);
    }
}
