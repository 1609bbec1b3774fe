package posthorn.store.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import posthorn.store.CommandFailure;
import posthorn.store.bson.DocumentPath;
import posthorn.store.bson.IndexKeys;
import posthorn.store.bson.ValueOrder;

/**
 * An order of documents by fields, also the fields of an index. An array stands in the order with
 * its smallest element when ascending, with its largest when descending.
 */
public record SortOrder(List<Field> fields) implements Comparator<BsonDocument> {

    /** No order. */
    public static final SortOrder NONE = new SortOrder(List.of());

    /** A field of an order. */
    public record Field(DocumentPath path, boolean descending) {}

    /**
     * Reads {@code {a: 1, b: -1}}.
     *
     * @throws CommandFailure when a direction is neither 1 nor -1
     */
    public static SortOrder parse(BsonDocument document) {
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
            BsonValue direction = entry.getValue();
            if (!direction.isNumber() || Math.abs(direction.asNumber().doubleValue()) != 1) {
                throw CommandFailure.notImplemented(
                        "the direction " + direction + " of " + entry.getKey());
            }
            fields.add(
                    new Field(
                            DocumentPath.of(entry.getKey()), direction.asNumber().intValue() < 0));
        }
        return new SortOrder(List.copyOf(fields));
    }

    @Override
    public int compare(BsonDocument a, BsonDocument b) {
        for (Field field : fields) {
            int order = ValueOrder.INSTANCE.compare(extreme(a, field), extreme(b, field));
            if (order != 0) {
                return field.descending ? -order : order;
            }
        }
        return 0;
    }

    private static BsonValue extreme(BsonDocument document, Field field) {
        List<BsonValue> values = new ArrayList<>();
        IndexKeys.of(document, List.of(field.path), (key, arrays) -> values.add(key.getFirst()));
        BsonValue best = values.isEmpty() ? BsonNull.VALUE : values.getFirst();
        for (BsonValue value : values) {
            int order = ValueOrder.INSTANCE.compare(value, best);
            best = (field.descending ? order > 0 : order < 0) ? value : best;
        }
        return best instanceof BsonUndefined ? BsonNull.VALUE : best;
    }
}
