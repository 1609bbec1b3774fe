package posthorn.standalone.store.update;

import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import posthorn.standalone.store.CommandFailure;
import posthorn.standalone.store.bson.DocumentPath;
import posthorn.standalone.store.query.Filter;

/**
 * The places of a document that an update path names: {@code a.b}, {@code a.3}, {@code a.$[].b}
 * (all elements), {@code a.$[x].b} (elements that match the array filter {@code x}). Missing
 * documents on the way are made when the change wants a value there.
 */
record UpdatePath(DocumentPath path, Map<String, Filter> arrayFilters) {
    /** How far beyond an array's end an index may point; MongoDB's own bound. */
    private static final int MAX_PADDING = 1_500_000;

    /** Applies the change at each place. The document is changed in place. */
    void apply(BsonDocument document, FieldChange change) {
        inDocument(document, 0, change);
    }

    private String part(int depth) {
        return path.parts().get(depth);
    }

    private boolean isLast(int depth) {
        return depth == path.parts().size() - 1;
    }

    private void inDocument(BsonDocument document, int depth, FieldChange change) {
        String name = part(depth);
        if (name.startsWith("$[")) {
            throw CommandFailure.badValue(
                    "cannot apply array updates to a non-array at " + path.name());
        }
        BsonValue old = document.get(name);
        if (isLast(depth)) {
            BsonValue now = change.apply(old);
            if (now == null) {
                document.remove(name);
            } else {
                document.put(name, now);
            }
        } else if (old != null) {
            below(old, depth + 1, change);
        } else if (change.creates()) {
            BsonDocument child = new BsonDocument();
            document.put(name, child);
            inDocument(child, depth + 1, change);
        }
    }

    private void below(BsonValue value, int depth, FieldChange change) {
        if (value instanceof BsonDocument document) {
            inDocument(document, depth, change);
        } else if (value instanceof BsonArray array) {
            inArray(array, depth, change);
        } else if (change.creates() || part(depth).startsWith("$[")) {
            throw notViable(depth);
        }
    }

    private void inArray(BsonArray array, int depth, FieldChange change) {
        String name = part(depth);
        if (name.startsWith("$[")) {
            inElements(array, depth, change, name.substring(2, name.length() - 1));
            return;
        }
        int index = DocumentPath.arrayIndex(name);
        if (index < 0) {
            if (change.creates()) {
                throw notViable(depth);
            }
            return;
        }
        if (index >= array.size()) {
            if (!change.creates()) {
                return;
            }
            pad(array, index, depth);
        }
        atElement(array, index, depth, change);
    }

    private void pad(BsonArray array, int index, int depth) {
        if (index - array.size() > MAX_PADDING) {
            throw CommandFailure.badValue("the index " + index + " lies too far beyond the array");
        }
        while (array.size() <= index) {
            array.add(BsonNull.VALUE);
        }
        if (!isLast(depth)) {
            array.set(index, new BsonDocument());
        }
    }

    private void inElements(BsonArray array, int depth, FieldChange change, String identifier) {
        Filter filter = arrayFilters.get(identifier);
        for (int i = 0; i < array.size(); i++) {
            if (filter == null || filter.matches(new BsonDocument(identifier, array.get(i)))) {
                atElement(array, i, depth, change);
            }
        }
    }

    private void atElement(BsonArray array, int index, int depth, FieldChange change) {
        if (isLast(depth)) {
            BsonValue now = change.apply(array.get(index));
            array.set(index, now == null ? BsonNull.VALUE : now);
        } else {
            below(array.get(index), depth + 1, change);
        }
    }

    private CommandFailure notViable(int depth) {
        return new CommandFailure(
                28, "PathNotViable", "cannot create field '" + part(depth) + "' of " + path.name());
    }
}
