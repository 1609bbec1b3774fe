package posthorn.store.command;

import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.Deadline;
import posthorn.store.bson.BsonBytes;
import posthorn.store.query.Filter;
import posthorn.store.query.FilterParser;
import posthorn.store.query.SortOrder;
import posthorn.store.rocks.Catalog;
import posthorn.store.rocks.Row;
import posthorn.store.rocks.StoredCollection;
import posthorn.store.rocks.Writer;

/** {@code delete}: one document ({@code limit: 1}) or all that match ({@code limit: 0}). */
final class DeleteCommand {
    private static final Set<String> STATEMENT = Set.of("q", "limit", "hint");

    private final Catalog catalog;

    DeleteCommand(Catalog catalog) {
        this.catalog = catalog;
    }

    BsonDocument run(Request request) {
        request.allow("deletes", "ordered");
        boolean ordered = request.flag("ordered", true);
        List<BsonDocument> statements = request.documents("deletes");
        StoredCollection collection = catalog.find(request.database(), request.collection());
        BsonArray errors = new BsonArray();
        int deleted = 0;
        for (int i = 0; i < statements.size() && (!ordered || errors.isEmpty()); i++) {
            try {
                deleted += delete(collection, statements.get(i), request.deadline());
            } catch (CommandFailure failure) {
                errors.add(Answers.writeError(i, failure));
            }
        }
        BsonDocument answer = new BsonDocument("n", new BsonInt32(deleted));
        if (!errors.isEmpty()) {
            answer.append("writeErrors", errors);
        }
        return Answers.ok(answer);
    }

    private static int delete(
            @Nullable StoredCollection collection, BsonDocument given, Deadline deadline) {
        BsonDocument statement = BsonBytes.read(BsonBytes.of(given));
        Request.allowInStatement(statement, STATEMENT);
        Filter filter = FilterParser.parse(Request.document(statement, "q"));
        if (!statement.containsKey("limit")) {
            throw CommandFailure.failedToParse("a delete statement needs a limit of 0 or 1");
        }
        boolean all = statement.getNumber("limit").intValue() == 0;
        if (collection == null) {
            return 0;
        }
        String hint = Request.hint(statement, collection);
        return collection.exclusively(
                deadline,
                writer ->
                        all ? deleteAll(writer, filter, hint) : deleteFirst(writer, filter, hint));
    }

    private static int deleteFirst(Writer writer, Filter filter, @Nullable String hint) {
        Row row = writer.first(filter, SortOrder.NONE, hint);
        if (row == null) {
            return 0;
        }
        writer.delete(row);
        return 1;
    }

    private static int deleteAll(Writer writer, Filter filter, @Nullable String hint) {
        int[] deleted = new int[1];
        writer.forEach(
                filter,
                hint,
                row -> {
                    writer.delete(row);
                    deleted[0]++;
                });
        return deleted[0];
    }
}
