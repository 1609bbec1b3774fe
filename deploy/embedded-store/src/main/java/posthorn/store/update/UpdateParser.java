package posthorn.store.update;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.bson.DocumentPath;
import posthorn.store.query.FieldTest;
import posthorn.store.query.Filter;
import posthorn.store.query.FilterParser;

/** Reads an update statement: a replacement document, or operators with their array filters. */
public final class UpdateParser {
    private final Map<String, Filter> arrayFilters;
    private final Set<String> usedFilters = new HashSet<>();
    private final List<String> paths = new ArrayList<>();
    private final List<Update.Change> changes = new ArrayList<>();
    private final List<Update.Change> onInsert = new ArrayList<>();

    private UpdateParser(Map<String, Filter> arrayFilters) {
        this.arrayFilters = arrayFilters;
    }

    /**
     * The update that the value describes.
     *
     * @param arrayFilters the statement's array filters, null when it has none
     * @throws CommandFailure when it cannot be understood or is not supported
     */
    public static Update parse(BsonValue update, @Nullable BsonArray arrayFilters) {
        if (!update.isDocument()) {
            throw CommandFailure.notImplemented("updates by pipeline");
        }
        BsonDocument document = update.asDocument();
        if (document.isEmpty() || !document.getFirstKey().startsWith("$")) {
            if (arrayFilters != null) {
                throw CommandFailure.failedToParse("a replacement takes no arrayFilters");
            }
            return new Update.Replacement(document);
        }
        UpdateParser parser = new UpdateParser(filters(arrayFilters));
        document.forEach(parser::operator);
        parser.checkFiltersUsed();
        return new Update.Operators(List.copyOf(parser.changes), List.copyOf(parser.onInsert));
    }

    /** Whether the update is one by operators: only such a one may go to many documents. */
    public static boolean isOperators(Update update) {
        return update instanceof Update.Operators;
    }

    private void operator(String operator, BsonValue operand) {
        if (!operand.isDocument()) {
            throw CommandFailure.failedToParse("modifiers of " + operator + " must be a document");
        }
        for (Map.Entry<String, BsonValue> entry : operand.asDocument().entrySet()) {
            Update.Change change =
                    new Update.Change(path(entry.getKey()), change(operator, entry.getValue()));
            (operator.equals("$setOnInsert") ? onInsert : changes).add(change);
        }
    }

    private static FieldChange change(String operator, BsonValue operand) {
        return switch (operator) {
            case "$set", "$setOnInsert" -> new FieldChange.Put(operand);
            case "$unset" -> new FieldChange.Remove();
            case "$inc" -> increment(operand);
            case "$min" -> new FieldChange.Limit(operand, false);
            case "$max" -> new FieldChange.Limit(operand, true);
            case "$push" -> push(operand);
            case "$addToSet" -> addToSet(operand);
            case "$pull" -> new FieldChange.Pull(pull(operand));
            case "$pullAll" -> new FieldChange.Pull(FieldTest.In.of(array(operator, operand)));
            case "$pop" -> new FieldChange.Pop(integer("$pop", operand) < 0);
            default -> throw CommandFailure.notImplemented("the update operator " + operator);
        };
    }

    private static FieldChange increment(BsonValue operand) {
        if (!operand.isNumber() || operand.isDecimal128()) {
            throw CommandFailure.typeMismatch("cannot increment with a non-numeric argument");
        }
        return new FieldChange.Add(operand.asNumber());
    }

    private static FieldChange push(BsonValue operand) {
        if (!FilterParser.isOperators(operand)) {
            return new FieldChange.Push(List.of(operand), null, null);
        }
        BsonDocument modifiers = operand.asDocument();
        for (String name : modifiers.keySet()) {
            switch (name) {
                case "$each", "$slice", "$position" -> {}
                default -> throw CommandFailure.notImplemented("the $push modifier " + name);
            }
        }
        if (!modifiers.containsKey("$each")) {
            throw CommandFailure.badValue("$push with modifiers needs $each");
        }
        return new FieldChange.Push(
                array("$each", modifiers.get("$each")),
                modifiers.containsKey("$position")
                        ? integer("$position", modifiers.get("$position"))
                        : null,
                modifiers.containsKey("$slice")
                        ? integer("$slice", modifiers.get("$slice"))
                        : null);
    }

    private static FieldChange addToSet(BsonValue operand) {
        boolean each = operand.isDocument() && operand.asDocument().containsKey("$each");
        return new FieldChange.AddToSet(
                each ? array("$each", operand.asDocument().getArray("$each")) : List.of(operand));
    }

    private static FieldTest pull(BsonValue operand) {
        if (!operand.isDocument()) {
            return new FieldTest.Equal(operand);
        }
        if (FilterParser.isOperators(operand)) {
            return FilterParser.operators(operand.asDocument());
        }
        // A document is a filter on each element, which must be a document then.
        Filter filter = FilterParser.parse(operand.asDocument());
        return new FieldTest.ElementFilter(filter);
    }

    private static List<BsonValue> array(String operator, BsonValue operand) {
        if (!operand.isArray()) {
            throw CommandFailure.badValue(operator + " needs an array");
        }
        return List.copyOf(operand.asArray());
    }

    private static int integer(String operator, BsonValue operand) {
        if (!operand.isNumber()
                || operand.asNumber().doubleValue() != operand.asNumber().intValue()) {
            throw CommandFailure.badValue(operator + " needs a whole number");
        }
        return operand.asNumber().intValue();
    }

    private UpdatePath path(String name) {
        DocumentPath path = DocumentPath.of(name);
        for (String part : path.parts()) {
            if (part.isEmpty()) {
                throw new CommandFailure(56, "EmptyFieldName", "empty field name in " + name);
            }
            if (part.equals("$")) {
                throw CommandFailure.notImplemented(
                        "the positional operator $: use arrayFilters instead");
            }
            if (part.startsWith("$[") && part.endsWith("]")) {
                filterUsed(part.substring(2, part.length() - 1));
            } else if (part.startsWith("$")) {
                throw new CommandFailure(
                        52, "DollarPrefixedFieldName", "field names may not begin with $: " + name);
            }
        }
        for (String other : paths) {
            if (other.equals(name)
                    || other.startsWith(name + ".")
                    || name.startsWith(other + ".")) {
                throw new CommandFailure(
                        40,
                        "ConflictingUpdateOperators",
                        "updating '" + name + "' would create a conflict at '" + other + "'");
            }
        }
        paths.add(name);
        return new UpdatePath(path, arrayFilters);
    }

    private void filterUsed(String identifier) {
        if (!identifier.isEmpty() && !arrayFilters.containsKey(identifier)) {
            throw CommandFailure.badValue("no array filter found for identifier " + identifier);
        }
        usedFilters.add(identifier);
    }

    private void checkFiltersUsed() {
        for (String identifier : arrayFilters.keySet()) {
            if (!usedFilters.contains(identifier)) {
                throw CommandFailure.failedToParse(
                        "the array filter for identifier " + identifier + " was not used");
            }
        }
    }

    private static Map<String, Filter> filters(@Nullable BsonArray arrayFilters) {
        Map<String, Filter> filters = new HashMap<>();
        if (arrayFilters == null) {
            return filters;
        }
        for (BsonValue filter : arrayFilters) {
            Set<String> roots = new HashSet<>();
            collectRoots(filter.asDocument(), roots);
            if (roots.size() != 1) {
                throw CommandFailure.failedToParse(
                        "an array filter speaks of exactly one identifier, not of " + roots);
            }
            String root = roots.iterator().next();
            if (filters.put(root, FilterParser.parse(filter.asDocument())) != null) {
                throw CommandFailure.failedToParse("two array filters for identifier " + root);
            }
        }
        return filters;
    }

    private static void collectRoots(BsonDocument filter, Set<String> roots) {
        filter.forEach((name, value) -> {
            if (name.startsWith("$") && value.isArray()) {
                value.asArray().forEach(part -> collectRoots(part.asDocument(), roots));
            } else {
                roots.add(DocumentPath.of(name).root());
            }
        });
    }
}
