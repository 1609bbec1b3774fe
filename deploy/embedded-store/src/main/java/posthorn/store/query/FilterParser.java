package posthorn.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import posthorn.store.CommandFailure;
import posthorn.store.bson.DocumentPath;

/**
 * Reads a filter document.
 *
 * <pre>
 * filter    = { *( path ":" ( value / operators ) / "$and" / "$or" / "$nor" ":" [ 1*filter ] ) }
 * operators = { 1*( $eq $ne $gt $gte $lt $lte $in $nin $exists $not $size $all $elemMatch ) }
 * </pre>
 *
 * Everything else ({@code $regex}, {@code $expr}, {@code $where}, {@code $text}, geometry, bits) is
 * refused.
 */
public final class FilterParser {
    private FilterParser() {}

    /**
     * The filter that the document describes.
     *
     * @throws CommandFailure when it cannot be understood or is not supported
     */
    public static Filter parse(BsonDocument document) {
        List<Filter> parts = new ArrayList<>();
        for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
            String name = entry.getKey();
            if (name.equals("$comment")) {
                continue;
            }
            parts.add(
                    name.startsWith("$")
                            ? logical(name, entry.getValue())
                            : field(DocumentPath.of(name), entry.getValue()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
    }

    private static Filter logical(String operator, BsonValue operand) {
        return switch (operator) {
            case "$and" -> new Filter.And(filters(operator, operand));
            case "$or" -> new Filter.Or(filters(operator, operand));
            case "$nor" -> new Filter.Nor(filters(operator, operand));
            default -> throw CommandFailure.notImplemented("the query operator " + operator);
        };
    }

    private static List<Filter> filters(String operator, BsonValue operand) {
        if (!operand.isArray() || operand.asArray().isEmpty()) {
            throw CommandFailure.badValue(operator + " must be a nonempty array");
        }
        return operand.asArray().stream().map(e -> parse(document(operator, e))).toList();
    }

    private static Filter field(DocumentPath path, BsonValue operand) {
        if (!isOperators(operand)) {
            return new Filter.Field(path, new FieldTest.Equal(literal(operand)));
        }
        List<Filter> parts = new ArrayList<>();
        for (Map.Entry<String, BsonValue> entry : operand.asDocument().entrySet()) {
            parts.add(new Filter.Field(path, test(entry.getKey(), entry.getValue())));
        }
        return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
    }

    /** Whether the value is a document of operators, such as {@code {$gt: 5}}. */
    public static boolean isOperators(BsonValue value) {
        return value instanceof BsonDocument document
                && !document.isEmpty()
                && document.getFirstKey().startsWith("$");
    }

    /** The test that a document of operators describes: all of them on the same value. */
    public static FieldTest operators(BsonDocument operators) {
        List<FieldTest> tests = new ArrayList<>();
        operators.forEach((name, operand) -> tests.add(test(name, operand)));
        return tests.size() == 1 ? tests.getFirst() : new FieldTest.Every(tests);
    }

    private static FieldTest test(String operator, BsonValue operand) {
        return switch (operator) {
            case "$eq" -> new FieldTest.Equal(literal(operand));
            case "$ne" -> new FieldTest.Not(new FieldTest.Equal(literal(operand)));
            case "$gt" -> new FieldTest.Range(literal(operand), true, false);
            case "$gte" -> new FieldTest.Range(literal(operand), true, true);
            case "$lt" -> new FieldTest.Range(literal(operand), false, false);
            case "$lte" -> new FieldTest.Range(literal(operand), false, true);
            case "$in" -> FieldTest.In.of(literals(operator, operand));
            case "$nin" -> new FieldTest.Not(FieldTest.In.of(literals(operator, operand)));
            case "$exists" -> new FieldTest.Exists(isTrue(operand));
            case "$not" -> new FieldTest.Not(not(operand));
            case "$size" -> new FieldTest.Size(size(operand));
            case "$all" -> all(operand);
            case "$elemMatch" -> elementMatch(document(operator, operand));
            default -> throw CommandFailure.notImplemented("the query operator " + operator);
        };
    }

    private static FieldTest not(BsonValue operand) {
        if (!isOperators(operand)) {
            throw CommandFailure.badValue("$not needs a document of operators");
        }
        return operators(operand.asDocument());
    }

    private static long size(BsonValue operand) {
        if (!operand.isNumber() || operand.asNumber().longValue() < 0) {
            throw CommandFailure.badValue("$size must be a non-negative number");
        }
        return operand.asNumber().longValue();
    }

    private static FieldTest all(BsonValue operand) {
        List<FieldTest> tests = new ArrayList<>();
        literals("$all", operand).forEach(value -> tests.add(new FieldTest.Equal(value)));
        if (tests.isEmpty()) {
            throw CommandFailure.notImplemented("$all with an empty array");
        }
        return new FieldTest.Every(tests);
    }

    private static FieldTest elementMatch(BsonDocument operand) {
        return isOperators(operand) && !isLogical(operand.getFirstKey())
                ? new FieldTest.ElementIs(operators(operand))
                : new FieldTest.ElementMatches(parse(operand));
    }

    private static boolean isLogical(String name) {
        return name.equals("$and") || name.equals("$or") || name.equals("$nor");
    }

    private static List<BsonValue> literals(String operator, BsonValue operand) {
        if (!operand.isArray()) {
            throw CommandFailure.badValue(operator + " needs an array");
        }
        return operand.asArray().stream().map(FilterParser::literal).toList();
    }

    private static BsonValue literal(BsonValue operand) {
        if (operand.isRegularExpression()) {
            throw CommandFailure.notImplemented("regular expressions in a query");
        }
        if (isOperators(operand)) {
            throw CommandFailure.badValue(
                    "cannot use the operator " + operand.asDocument().getFirstKey() + " here");
        }
        return operand;
    }

    private static BsonDocument document(String operator, BsonValue value) {
        if (!value.isDocument()) {
            throw CommandFailure.badValue(operator + " needs documents");
        }
        return value.asDocument();
    }

    /** Whether MongoDB takes the value for true: everything but false, zero, null and undefined. */
    public static boolean isTrue(BsonValue value) {
        return switch (value.getBsonType()) {
            case BOOLEAN -> value.asBoolean().getValue();
            case INT32, INT64, DOUBLE -> value.asNumber().doubleValue() != 0;
            case NULL, UNDEFINED -> false;
            default -> true;
        };
    }
}
