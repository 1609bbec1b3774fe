package posthorn.store.rocks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import posthorn.store.bson.DocumentPath;
import posthorn.store.bson.IndexKeys;
import posthorn.store.bson.KeyEncoder;
import posthorn.store.query.SortOrder;

/**
 * An index of a collection. Immutable: when the first array comes into a field, a new definition
 * with another {@code arrays} takes the place of the old one.
 *
 * @param id its number, never used again; {@link #PRIMARY} for the documents themselves by {@code
 *     _id}
 * @param name its name in the collection
 * @param keyPattern its fields and directions as they were given
 * @param order the same, read
 * @param unique whether two documents may not share a key
 * @param arrays a bit for each field whose value came through an array in some document: there one
 *     document has several keys, and two bounds may be met by two different elements
 */
public record IndexDefinition(
        int id, String name, BsonDocument keyPattern, SortOrder order, boolean unique, int arrays) {

    /** The number of the index by {@code _id}, whose entries are the documents. */
    static final int PRIMARY = 0;

    /** One key of one document. */
    record Entry(byte[] key, List<BsonValue> values) {}

    /** The keys of one document, each once, and the fields that came through an array. */
    record Entries(List<Entry> list, int arrays) {}

    /** The index by {@code _id}. */
    static IndexDefinition primary() {
        BsonDocument pattern = new BsonDocument("_id", new BsonInt32(1));
        return new IndexDefinition(PRIMARY, "_id_", pattern, SortOrder.parse(pattern), true, 0);
    }

    boolean isPrimary() {
        return id == PRIMARY;
    }

    IndexDefinition withArrays(int more) {
        return new IndexDefinition(id, name, keyPattern, order, unique, arrays | more);
    }

    byte[] prefix() {
        return ByteBuffer.allocate(4).putInt(id).array();
    }

    /**
     * The keys that a document has in this index.
     *
     * @param id the document's encoded {@code _id}
     */
    Entries entries(BsonDocument document, byte[] id) {
        Map<ByteBuffer, Entry> distinct = new LinkedHashMap<>();
        int[] through = {0};
        IndexKeys.of(
                document,
                paths(),
                (values, arrays) -> {
                    byte[] key = key(values, id);
                    distinct.putIfAbsent(ByteBuffer.wrap(key), new Entry(key, values));
                    through[0] |= arrays;
                });
        return new Entries(List.copyOf(distinct.values()), through[0]);
    }

    private List<DocumentPath> paths() {
        List<DocumentPath> paths = new ArrayList<>(order.fields().size());
        order.fields().forEach(field -> paths.add(field.path()));
        return paths;
    }

    private byte[] key(List<BsonValue> values, byte[] id) {
        KeyEncoder encoder = new KeyEncoder().raw(prefix());
        for (int i = 0; i < values.size(); i++) {
            encoder.value(values.get(i), order.fields().get(i).descending());
        }
        return (unique ? encoder : encoder.raw(id)).toBytes();
    }

    /** The pattern with the values of a key: what the answer to a duplicate names. */
    BsonDocument keyValue(Entry entry) {
        BsonDocument document = new BsonDocument();
        for (int i = 0; i < order.fields().size(); i++) {
            document.put(order.fields().get(i).path().name(), entry.values().get(i));
        }
        return document;
    }

    /** The first key above all keys of this index. */
    byte[] end() {
        return KeyEncoder.successor(prefix());
    }

    BsonDocument toBson() {
        return new BsonDocument("id", new BsonInt32(id))
                .append("name", new BsonString(name))
                .append("key", keyPattern)
                .append("unique", BsonBoolean.valueOf(unique))
                .append("arrays", new BsonInt32(arrays));
    }

    static IndexDefinition fromBson(BsonDocument document) {
        BsonDocument pattern = document.getDocument("key");
        return new IndexDefinition(
                document.getInt32("id").getValue(),
                document.getString("name").getValue(),
                pattern,
                SortOrder.parse(pattern),
                document.getBoolean("unique").getValue(),
                document.getInt32("arrays").getValue());
    }
}
