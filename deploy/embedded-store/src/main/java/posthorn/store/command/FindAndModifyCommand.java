package posthorn.store.command;

import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.query.Filter;
import posthorn.store.query.Projection;
import posthorn.store.query.SortOrder;
import posthorn.store.rocks.Catalog;
import posthorn.store.rocks.Row;
import posthorn.store.rocks.StoredCollection;
import posthorn.store.rocks.Writer;
import posthorn.store.update.Update;
import posthorn.store.update.UpdateParser;

/**
 * {@code findAndModify}: finds, changes or removes one document, and returns it as it was or is.
 */
final class FindAndModifyCommand {
    private final Catalog catalog;

    FindAndModifyCommand(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What is asked, read once. */
    private record Order(
            Filter filter,
            SortOrder sort,
            @Nullable Update update,
            boolean returnNew,
            boolean upsert,
            @Nullable Projection projection,
            @Nullable String hint) {}

    BsonDocument run(Request request) {
        request.allow(
                "query",
                "sort",
                "remove",
                "update",
                "new",
                "fields",
                "upsert",
                "arrayFilters",
                "hint",
                "bypassDocumentValidation");
        StoredCollection collection =
                catalog.findOrCreate(request.database(), request.collection());
        Order order = order(request, collection);
        return collection.exclusively(request.deadline(), writer -> execute(writer, order));
    }

    private static Order order(Request request, StoredCollection collection) {
        BsonValue update = request.body().get("update");
        boolean remove = request.flag("remove", false);
        if (remove == (update != null)) {
            throw CommandFailure.failedToParse("findAndModify takes either an update or remove");
        }
        return new Order(
                request.filter("query"),
                request.sort(),
                update == null
                        ? null
                        : UpdateParser.parse(update, Request.arrayFilters(request.body())),
                request.flag("new", false),
                request.flag("upsert", false),
                Projection.parse(request.document("fields")),
                Request.hint(request.body(), collection));
    }

    private static BsonDocument execute(Writer writer, Order order) {
        Row row = writer.first(order.filter, order.sort, order.hint);
        Update update = order.update;
        if (row == null) {
            return update != null && order.upsert
                    ? inserted(writer, order, update.upsert(order.filter))
                    : answer(order, 0, false, null, null);
        }
        if (update == null) {
            writer.delete(row);
            return answer(order, 1, null, null, row.document());
        }
        BsonDocument changed = update.apply(row.document());
        writer.replace(row, changed);
        return answer(order, 1, true, null, order.returnNew ? changed : row.document());
    }

    private static BsonDocument inserted(Writer writer, Order order, BsonDocument document) {
        writer.insert(document);
        return answer(order, 1, false, document.get("_id"), order.returnNew ? document : null);
    }

    private static BsonDocument answer(
            Order order,
            int n,
            @Nullable Boolean updatedExisting,
            @Nullable BsonValue upserted,
            @Nullable BsonDocument value) {
        BsonDocument last = new BsonDocument("n", new BsonInt32(n));
        if (updatedExisting != null) {
            last.append("updatedExisting", BsonBoolean.valueOf(updatedExisting));
        }
        if (upserted != null) {
            last.append("upserted", upserted);
        }
        Projection projection = order.projection;
        BsonValue returned = value == null ? BsonNull.VALUE : value;
        if (value != null && projection != null) {
            returned = projection.apply(value);
        }
        return Answers.ok(new BsonDocument("lastErrorObject", last).append("value", returned));
    }
}
