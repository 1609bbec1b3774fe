package posthorn.store.bson;

import java.util.List;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A dotted path into a document, {@code destinations.0.host}. On its way it goes through arrays by
 * itself: a path reaches into each document of an array, and a number also names one element.
 *
 * @param name the path as written
 * @param parts its names, at least one
 */
public record DocumentPath(String name, List<String> parts) {

    /** Reads a path; a name without dots is a path of one part. */
    public static DocumentPath of(String name) {
        return new DocumentPath(name, List.of(name.split("\\.", -1)));
    }

    /** The first name: fields below the same root may lie in the same array. */
    public String root() {
        return parts.getFirst();
    }

    /** The path to a field below this one. */
    public DocumentPath child(DocumentPath below) {
        return of(name + "." + below.name);
    }

    /**
     * Whether some value at this path satisfies the test. An array at the end is tried element by
     * element and then as a whole; where the path leads nowhere the test gets null.
     */
    public boolean anyElement(BsonDocument document, Predicate<@Nullable BsonValue> test) {
        return any(document, 0, true, test);
    }

    /** As {@link #anyElement}, but an array at the end is tried only as a whole. */
    public boolean anyValue(BsonDocument document, Predicate<@Nullable BsonValue> test) {
        return any(document, 0, false, test);
    }

    private boolean any(
            BsonValue value, int depth, boolean elements, Predicate<@Nullable BsonValue> test) {
        if (depth == parts.size()) {
            return (elements && value instanceof BsonArray array && array.stream().anyMatch(test))
                    || test.test(value);
        }
        if (value instanceof BsonDocument document) {
            BsonValue child = document.get(parts.get(depth));
            return child == null ? test.test(null) : any(child, depth + 1, elements, test);
        }
        return value instanceof BsonArray array
                ? anyInArray(array, depth, elements, test)
                : test.test(null);
    }

    private boolean anyInArray(
            BsonArray array, int depth, boolean elements, Predicate<@Nullable BsonValue> test) {
        int index = arrayIndex(parts.get(depth));
        if (index >= 0
                && index < array.size()
                && any(array.get(index), depth + 1, elements, test)) {
            return true;
        }
        for (BsonValue element : array) {
            if (element.isDocument() && any(element, depth, elements, test)) {
                return true;
            }
        }
        return false;
    }

    /** The array index that a path part names, or -1 when it is none. */
    public static int arrayIndex(String part) {
        if (part.isEmpty() || part.length() > 7) {
            return -1;
        }
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) < '0' || part.charAt(i) > '9') {
                return -1;
            }
        }
        return part.length() > 1 && part.charAt(0) == '0' ? -1 : Integer.parseInt(part);
    }
}
