package posthorn.store.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.Deadline;
import posthorn.store.query.Filter;
import posthorn.store.query.FilterParser;
import posthorn.store.query.SortOrder;
import posthorn.store.rocks.StoredCollection;

/**
 * A command with its arguments.
 *
 * @param name the command's name as it was sent
 * @param body the command document
 * @param sequences lists of documents that came beside it, by argument
 * @param connection the number of the connection
 */
public record Request(
        String name, BsonDocument body, Map<String, List<BsonDocument>> sequences, int connection) {
    /** What any command may carry without effect on this store, and what is checked apart. */
    private static final Set<String> GENERIC =
            Set.of(
                    "$db",
                    "lsid",
                    "$clusterTime",
                    "$readPreference",
                    "readConcern",
                    "writeConcern",
                    "maxTimeMS",
                    "comment",
                    "apiVersion",
                    "apiStrict",
                    "apiDeprecationErrors");

    /**
     * Refuses arguments other than those named.
     *
     * @throws CommandFailure {@code NotImplemented}, with the argument's name
     */
    void allow(String... arguments) {
        Set<String> allowed = Set.of(arguments);
        for (String argument : body.keySet()) {
            if (!argument.equals(name)
                    && !allowed.contains(argument)
                    && !GENERIC.contains(argument)) {
                throw refuse(argument);
            }
        }
        checkReadConcern();
        checkWriteConcern();
        BsonValue strict = body.get("apiStrict");
        if (strict != null && FilterParser.isTrue(strict)) {
            throw CommandFailure.notImplemented("apiStrict, as MongoDB 4.4 does not either");
        }
    }

    private CommandFailure refuse(String argument) {
        return switch (argument) {
            case "txnNumber", "startTransaction", "autocommit" ->
                    new CommandFailure(
                            20,
                            "IllegalOperation",
                            "transactions and retryable writes need a replica set");
            default -> CommandFailure.notImplemented("the option " + argument + " of " + name);
        };
    }

    private void checkReadConcern() {
        BsonValue concern = body.get("readConcern");
        if (concern == null) {
            return;
        }
        concern.asDocument()
                .forEach((field, value) -> {
                    boolean known =
                            field.equals("level")
                                    && value.isString()
                                    && Set.of("local", "available", "majority", "linearizable")
                                            .contains(value.asString().getValue());
                    if (!known) {
                        throw CommandFailure.notImplemented(
                                "the read concern " + field + ": " + value);
                    }
                });
    }

    private void checkWriteConcern() {
        BsonValue concern = body.get("writeConcern");
        BsonValue w = concern == null ? null : concern.asDocument().get("w");
        if (w == null || (w.isString() && w.asString().getValue().equals("majority"))) {
            return;
        }
        if (w.isString()) {
            throw new CommandFailure(
                    79,
                    "UnknownReplWriteConcern",
                    "no write concern is named " + w.asString().getValue());
        }
        if (w.isNumber() && w.asNumber().intValue() > 1) {
            throw CommandFailure.badValue("cannot use 'w' > 1 when a host is not replicated");
        }
    }

    /** The database that the command speaks of. */
    String database() {
        return string("$db");
    }

    /** The collection that the command names as its own argument. */
    String collection() {
        BsonValue value = body.get(name);
        if (value == null || !value.isString() || value.asString().getValue().isEmpty()) {
            throw new CommandFailure(
                    73, "InvalidNamespace", name + " needs the name of a collection");
        }
        return checkedName(value.asString().getValue());
    }

    private static String checkedName(String collection) {
        if (collection.indexOf('\0') >= 0 || collection.indexOf('$') >= 0) {
            throw new CommandFailure(
                    73, "InvalidNamespace", "invalid collection name " + collection);
        }
        return collection;
    }

    String namespace() {
        return database() + "." + collection();
    }

    String string(String argument) {
        BsonValue value = body.get(argument);
        if (value == null || !value.isString()) {
            throw CommandFailure.typeMismatch(argument + " of " + name + " must be a string");
        }
        return value.asString().getValue();
    }

    boolean flag(String argument, boolean absent) {
        BsonValue value = body.get(argument);
        return value == null ? absent : FilterParser.isTrue(value);
    }

    long number(String argument, long absent) {
        BsonValue value = body.get(argument);
        if (value == null) {
            return absent;
        }
        if (!value.isNumber()) {
            throw CommandFailure.typeMismatch(argument + " of " + name + " must be a number");
        }
        return value.asNumber().longValue();
    }

    BsonDocument document(String argument) {
        return document(body, argument);
    }

    /** A document argument; an empty one when it is missing. */
    static BsonDocument document(BsonDocument from, String argument) {
        BsonValue value = from.get(argument);
        if (value == null || value.isNull()) {
            return new BsonDocument();
        }
        if (!value.isDocument()) {
            throw CommandFailure.typeMismatch(argument + " must be a document");
        }
        return value.asDocument();
    }

    /** A list of documents, from the command document or from beside it. */
    List<BsonDocument> documents(String argument) {
        List<BsonDocument> beside = sequences.get(argument);
        if (beside != null) {
            return beside;
        }
        BsonValue value = body.get(argument);
        if (value == null || !value.isArray()) {
            throw CommandFailure.failedToParse(name + " needs " + argument);
        }
        List<BsonDocument> documents = new ArrayList<>();
        value.asArray().forEach(element -> documents.add(element.asDocument()));
        return documents;
    }

    Filter filter(String argument) {
        return FilterParser.parse(document(argument));
    }

    SortOrder sort() {
        return SortOrder.parse(document("sort"));
    }

    Deadline deadline() {
        return Deadline.in(number("maxTimeMS", 0));
    }

    /**
     * The name of the index that a hint names, by its name or its fields; null without a hint.
     *
     * @param from the command or the statement
     */
    static @Nullable String hint(BsonDocument from, StoredCollection collection) {
        BsonValue hint = from.get("hint");
        if (hint == null) {
            return null;
        }
        if (hint.isString()) {
            return hint.asString().getValue();
        }
        SortOrder order = SortOrder.parse(hint.asDocument());
        return collection.indexes().stream()
                .filter(index -> index.order().equals(order))
                .map(index -> index.name())
                .findFirst()
                .orElse("");
    }

    /** The array filters of a statement, null without any. */
    static @Nullable BsonArray arrayFilters(BsonDocument from) {
        BsonValue filters = from.get("arrayFilters");
        return filters == null ? null : filters.asArray();
    }

    /** Refuses fields of a statement other than those named. */
    static void allowInStatement(BsonDocument statement, Set<String> allowed) {
        for (String field : statement.keySet()) {
            if (!allowed.contains(field)) {
                throw CommandFailure.notImplemented("the option " + field + " of a statement");
            }
        }
    }
}
