package posthorn.store.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.bson.DocumentPath;
import posthorn.store.query.Filter;

/**
 * The places of a document that an update path names: {@code a.b}, {@code a.3}, {@code a.$[].b}
 * (all elements), {@code a.$[x].b} (elements that match the array filter {@code x}). Missing
 * documents on the way are made when the change wants a value there.
 */
record UpdatePath(DocumentPath path, Map<String, Filter> arrayFilters) {
    /** How far beyond an array's end an index may point; MongoDB's own bound. */
    private static final int MAX_PADDING = 1_500_000;

    /**
     * The places in the document as plain paths, with the numbers of the elements. All operators of
     * an update are resolved before the first one is applied: array filters see elements as they
     * were.
     */
    List<UpdatePath> resolve(BsonDocument document) {
        if (!path.name().contains("$[")) {
            return List.of(this);
        }
        List<UpdatePath> places = new ArrayList<>();
        resolve(document, 0, List.of(), places);
        return places;
    }

    private void resolve(
            @Nullable BsonValue value, int depth, List<String> walked, List<UpdatePath> places) {
        if (depth == path.parts().size()) {
            places.add(new UpdatePath(DocumentPath.of(String.join(".", walked)), arrayFilters));
            return;
        }
        String name = part(depth);
        if (!name.startsWith("$[")) {
            resolve(child(value, name), depth + 1, with(walked, name), places);
            return;
        }
        if (!(value instanceof BsonArray array)) {
            throw CommandFailure.badValue(
                    "there must be an array at " + String.join(".", walked) + " for " + name);
        }
        String identifier = name.substring(2, name.length() - 1);
        Filter filter = arrayFilters.get(identifier);
        for (int i = 0; i < array.size(); i++) {
            if (filter == null || filter.matches(new BsonDocument(identifier, array.get(i)))) {
                resolve(array.get(i), depth + 1, with(walked, Integer.toString(i)), places);
            }
        }
    }

    private static @Nullable BsonValue child(@Nullable BsonValue value, String name) {
        if (value instanceof BsonArray array) {
            int index = DocumentPath.arrayIndex(name);
            return index < 0 || index >= array.size() ? null : array.get(index);
        }
        return value instanceof BsonDocument document ? document.get(name) : null;
    }

    private static List<String> with(List<String> walked, String name) {
        List<String> next = new ArrayList<>(walked);
        next.add(name);
        return next;
    }

    /** Applies the change at this plain path. The document is changed in place. */
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
        } else if (change.creates()) {
            throw notViable(depth);
        }
    }

    private void inArray(BsonArray array, int depth, FieldChange change) {
        String name = part(depth);
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
