package posthorn.store.command;

import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.bson.BsonBytes;
import posthorn.store.query.Filter;
import posthorn.store.query.FilterParser;
import posthorn.store.query.SortOrder;
import posthorn.store.rocks.Catalog;
import posthorn.store.rocks.Row;
import posthorn.store.rocks.StoredCollection;
import posthorn.store.rocks.Writer;
import posthorn.store.update.Update;
import posthorn.store.update.UpdateParser;

/** {@code update}: each statement finds, changes and writes alone in the collection. */
final class UpdateCommand {
    private static final Set<String> STATEMENT =
            Set.of("q", "u", "multi", "upsert", "arrayFilters", "hint");

    private final Catalog catalog;

    UpdateCommand(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What a statement has done. */
    record Outcome(int matched, int modified, @Nullable BsonValue upserted) {}

    BsonDocument run(Request request) {
        request.allow("updates", "ordered", "bypassDocumentValidation");
        boolean ordered = request.flag("ordered", true);
        List<BsonDocument> statements = request.documents("updates");
        BsonArray errors = new BsonArray();
        BsonArray upserted = new BsonArray();
        int matched = 0;
        int modified = 0;
        for (int i = 0; i < statements.size() && (!ordered || errors.isEmpty()); i++) {
            try {
                Outcome outcome = update(request, statements.get(i));
                matched += outcome.matched;
                modified += outcome.modified;
                if (outcome.upserted != null) {
                    upserted.add(
                            new BsonDocument("index", new BsonInt32(i))
                                    .append("_id", outcome.upserted));
                }
            } catch (CommandFailure failure) {
                errors.add(Answers.writeError(i, failure));
            }
        }
        return answer(matched + upserted.size(), modified, upserted, errors);
    }

    private static BsonDocument answer(int n, int modified, BsonArray upserted, BsonArray errors) {
        BsonDocument answer =
                new BsonDocument("n", new BsonInt32(n))
                        .append("nModified", new BsonInt32(modified));
        if (!upserted.isEmpty()) {
            answer.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            answer.append("writeErrors", errors);
        }
        return Answers.ok(answer);
    }

    private Outcome update(Request request, BsonDocument given) {
        BsonDocument statement = BsonBytes.read(BsonBytes.of(given));
        Request.allowInStatement(statement, STATEMENT);
        Filter filter = FilterParser.parse(Request.document(statement, "q"));
        Update update =
                UpdateParser.parse(
                        statement.get("u", BsonNull.VALUE), Request.arrayFilters(statement));
        boolean multi = isTrue(statement, "multi");
        if (multi && !UpdateParser.isOperators(update)) {
            throw CommandFailure.failedToParse("a replacement goes to one document only");
        }
        boolean upsert = isTrue(statement, "upsert");
        StoredCollection collection =
                upsert
                        ? catalog.findOrCreate(request.database(), request.collection())
                        : catalog.find(request.database(), request.collection());
        if (collection == null) {
            return new Outcome(0, 0, null);
        }
        String hint = Request.hint(statement, collection);
        return collection.exclusively(
                request.deadline(),
                writer -> {
                    Outcome outcome =
                            multi
                                    ? updateAll(writer, filter, hint, update)
                                    : updateFirst(writer, filter, hint, update);
                    return outcome.matched == 0 && upsert
                            ? insert(writer, update.upsert(filter))
                            : outcome;
                });
    }

    private static Outcome updateFirst(
            Writer writer, Filter filter, @Nullable String hint, Update update) {
        Row row = writer.first(filter, SortOrder.NONE, hint);
        if (row == null) {
            return new Outcome(0, 0, null);
        }
        boolean changed = writer.replace(row, update.apply(row.document()));
        return new Outcome(1, changed ? 1 : 0, null);
    }

    private static Outcome updateAll(
            Writer writer, Filter filter, @Nullable String hint, Update update) {
        int[] counts = new int[2];
        writer.forEach(
                filter,
                hint,
                row -> {
                    counts[0]++;
                    counts[1] += writer.replace(row, update.apply(row.document())) ? 1 : 0;
                });
        return new Outcome(counts[0], counts[1], null);
    }

    private static Outcome insert(Writer writer, BsonDocument document) {
        writer.insert(document);
        return new Outcome(0, 0, document.get("_id"));
    }

    private static boolean isTrue(BsonDocument statement, String option) {
        BsonValue value = statement.get(option);
        return value != null && FilterParser.isTrue(value);
    }
}
