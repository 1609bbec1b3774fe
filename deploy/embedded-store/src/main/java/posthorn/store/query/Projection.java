package posthorn.store.query;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;

/**
 * What of a document is returned: the named fields, or all but the named ones; {@code _id} unless
 * it is excluded. Computed fields, {@code $slice}, {@code $elemMatch} and {@code $meta} are
 * refused.
 */
public final class Projection {
    private final Map<String, @Nullable Projection> children = new LinkedHashMap<>();
    private final boolean inclusive;

    private Projection(boolean inclusive) {
        this.inclusive = inclusive;
    }

    /**
     * Reads a projection; null for an empty one, which returns everything.
     *
     * @throws CommandFailure when it mixes the two kinds or computes something
     */
    public static @Nullable Projection parse(BsonDocument document) {
        if (document.isEmpty()) {
            return null;
        }
        Set<Boolean> kinds = new HashSet<>();
        document.forEach((name, value) -> {
            boolean wanted = wanted(name, value);
            if (!name.equals("_id")) {
                kinds.add(wanted);
            }
        });
        if (kinds.size() > 1) {
            throw new CommandFailure(
                    31254, "Location31254", "a projection either includes or excludes fields");
        }
        boolean inclusive =
                kinds.isEmpty()
                        ? wanted("_id", document.get("_id", BsonBoolean.TRUE))
                        : kinds.contains(true);
        Projection projection = new Projection(inclusive);
        if (inclusive) {
            projection.add("_id");
        }
        document.forEach((name, value) -> projection.put(name, wanted(name, value)));
        return projection;
    }

    private static boolean wanted(String name, BsonValue value) {
        if ((!value.isBoolean() && !value.isNumber()) || name.contains("$")) {
            throw CommandFailure.notImplemented("the projection of " + name + " as " + value);
        }
        return FilterParser.isTrue(value);
    }

    private void put(String name, boolean wanted) {
        if (wanted == inclusive) {
            add(name);
        } else {
            children.remove(name);
        }
    }

    private void add(String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            children.put(path, null);
            return;
        }
        String name = path.substring(0, dot);
        if (children.containsKey(name) && children.get(name) == null) {
            throw new CommandFailure(31249, "Location31249", "path collision at " + path);
        }
        Projection child = children.computeIfAbsent(name, n -> new Projection(inclusive));
        if (child != null) {
            child.add(path.substring(dot + 1));
        }
    }

    /** The part of the document that is returned, in the document's own order. */
    public BsonDocument apply(BsonDocument document) {
        BsonDocument result = new BsonDocument();
        for (Map.Entry<String, BsonValue> field : document.entrySet()) {
            if (!children.containsKey(field.getKey())) {
                if (!inclusive) {
                    result.put(field.getKey(), field.getValue());
                }
                continue;
            }
            Projection child = children.get(field.getKey());
            if (child == null) {
                if (inclusive) {
                    result.put(field.getKey(), field.getValue());
                }
            } else {
                BsonValue part = child.applyToValue(field.getValue());
                if (part != null) {
                    result.put(field.getKey(), part);
                }
            }
        }
        return result;
    }

    private @Nullable BsonValue applyToValue(BsonValue value) {
        if (value instanceof BsonDocument document) {
            return apply(document);
        }
        if (value instanceof BsonArray array) {
            BsonArray result = new BsonArray();
            for (BsonValue element : array) {
                BsonValue part = applyToValue(element);
                if (part != null) {
                    result.add(part);
                }
            }
            return result;
        }
        return inclusive ? null : value;
    }
}
