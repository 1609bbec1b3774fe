package posthorn.store.declared;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * How a collection is asked, whatever is asked for: fields, operators and order, without values.
 *
 * @param filter each value is 1, each list has one element, fields are in the order of their names
 * @param sort empty: in any order
 */
public record QueryShape(String collection, BsonDocument filter, BsonDocument sort) {

    private static final BsonValue VALUE = new BsonInt32(1);

    /** Which element of a list it is says nothing. */
    private static final Pattern PLACE = Pattern.compile("\\.[0-9]+(?=\\.|$)");

    /** Operators whose value says how is asked, and not for what. */
    private static final Set<String> KEPT = Set.of("$exists", "$type", "$size");

    private static final Set<String> LISTS = Set.of("$in", "$nin", "$all");

    /** The shapes of a command, as a driver sends it; none: it asks for no documents. */
    static List<QueryShape> of(String name, BsonDocument command) {
        return switch (name) {
            case "find" -> one(command, name, document(command, "filter"));
            case "count" -> one(command, name, document(command, "query"));
            case "findAndModify" -> one(command, name, document(command, "query"));
            case "aggregate" -> one(command, name, match(command));
            case "update" -> each(command, name, "updates");
            case "delete" -> each(command, name, "deletes");
            default -> List.of();
        };
    }

    private static List<QueryShape> one(BsonDocument command, String name, BsonDocument filter) {
        return List.of(
                new QueryShape(
                        command.getString(name).getValue(),
                        shape(filter),
                        document(command, "sort").clone()));
    }

    private static List<QueryShape> each(BsonDocument command, String name, String statements) {
        List<QueryShape> shapes = new ArrayList<>();
        for (BsonValue statement : command.getArray(statements)) {
            shapes.addAll(one(command, name, statement.asDocument().getDocument("q")));
        }
        return shapes;
    }

    private static BsonDocument match(BsonDocument command) {
        for (BsonValue stage : command.getArray("pipeline")) {
            if (stage.asDocument().containsKey("$match")) {
                return stage.asDocument().getDocument("$match");
            }
        }
        return new BsonDocument();
    }

    private static BsonDocument document(BsonDocument in, String name) {
        return in.getDocument(name, new BsonDocument());
    }

    private static BsonDocument shape(BsonDocument filter) {
        Map<String, BsonValue> fields = new TreeMap<>();
        filter.forEach((field, value) ->
                fields.put(PLACE.matcher(field).replaceAll(".0"), shape(field, value)));
        BsonDocument shape = new BsonDocument();
        fields.forEach(shape::append);
        return shape;
    }

    private static BsonValue shape(String field, BsonValue value) {
        if (KEPT.contains(field)) {
            return field.equals("$exists") ? BsonBoolean.valueOf(isTrue(value)) : value;
        }
        if (value instanceof BsonRegularExpression || field.equals("$regex")) {
            return new BsonString("^1");
        }
        if (LISTS.contains(field)) {
            return new BsonArray(List.of(VALUE));
        }
        if (value instanceof BsonArray list && field.startsWith("$")) {
            return list(list);
        }
        boolean operators =
                value instanceof BsonDocument inner
                        && !inner.isEmpty()
                        && (inner.getFirstKey().startsWith("$") || field.equals("$elemMatch"));
        return operators ? shape(value.asDocument()) : VALUE;
    }

    private static boolean isTrue(BsonValue value) {
        return !value.isBoolean() || value.asBoolean().getValue();
    }

    /** The parts of {@code $and} and {@code $or}: each shape once. */
    private static BsonArray list(BsonArray parts) {
        Map<String, BsonValue> shapes = new TreeMap<>();
        for (BsonValue part : parts) {
            BsonValue shape = part.isDocument() ? shape(part.asDocument()) : VALUE;
            shapes.put(shape.toString(), shape);
        }
        return new BsonArray(List.copyOf(shapes.values()));
    }

    /** A line of a file of shapes: collection, filter and order. */
    public String line() {
        return collection + " " + filter.toJson() + " " + sort.toJson();
    }
}
