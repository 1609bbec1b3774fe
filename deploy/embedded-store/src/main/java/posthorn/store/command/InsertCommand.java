package posthorn.store.command;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import posthorn.store.CommandFailure;
import posthorn.store.rocks.Catalog;
import posthorn.store.rocks.StoredCollection;
import posthorn.store.rocks.Writer;

/**
 * {@code insert}: one write batch for all documents that can be inserted. Ordered, it stops at the
 * first that cannot; unordered, each refused document is reported by its index and all others go
 * in.
 */
final class InsertCommand {
    /** How many documents one command may bring, as MongoDB has it. */
    static final int MAX_BATCH = 100_000;

    private final Catalog catalog;

    InsertCommand(Catalog catalog) {
        this.catalog = catalog;
    }

    BsonDocument run(Request request) {
        request.allow("documents", "ordered", "bypassDocumentValidation");
        List<BsonDocument> documents = request.documents("documents");
        if (documents.isEmpty() || documents.size() > MAX_BATCH) {
            throw new CommandFailure(
                    16, "InvalidLength", "an insert takes 1 to " + MAX_BATCH + " documents");
        }
        boolean ordered = request.flag("ordered", true);
        StoredCollection collection =
                catalog.findOrCreate(request.database(), request.collection());
        BsonArray errors = new BsonArray();
        List<Object> prepared = prepare(collection, documents, ordered);
        int inserted =
                collection.exclusively(
                        request.deadline(), writer -> insert(writer, prepared, ordered, errors));
        BsonDocument answer = new BsonDocument("n", new BsonInt32(inserted));
        if (!errors.isEmpty()) {
            answer.append("writeErrors", errors);
        }
        return Answers.ok(answer);
    }

    /** For each document what is to be inserted, or why it cannot be. */
    private static List<Object> prepare(
            StoredCollection collection, List<BsonDocument> documents, boolean ordered) {
        List<Object> prepared = new ArrayList<>(documents.size());
        for (BsonDocument document : documents) {
            try {
                prepared.add(collection.prepare(withId(document)));
            } catch (CommandFailure failure) {
                prepared.add(failure);
                if (ordered) {
                    break;
                }
            }
        }
        return prepared;
    }

    private static int insert(
            Writer writer, List<Object> prepared, boolean ordered, BsonArray errors) {
        int inserted = 0;
        for (int i = 0; i < prepared.size(); i++) {
            try {
                switch (prepared.get(i)) {
                    case StoredCollection.Prepared document -> writer.insert(document);
                    case CommandFailure failure -> throw failure;
                    default -> throw new IllegalStateException();
                }
                inserted++;
            } catch (CommandFailure failure) {
                errors.add(Answers.writeError(i, failure));
                if (ordered) {
                    break;
                }
            }
        }
        return inserted;
    }

    /** The document with its {@code _id} first, a new one when it has none. */
    private static BsonDocument withId(BsonDocument document) {
        if (!document.isEmpty() && document.getFirstKey().equals("_id")) {
            return checked(document);
        }
        BsonValue id = document.get("_id");
        BsonDocument result = new BsonDocument("_id", id == null ? new BsonObjectId() : id);
        document.forEach(result::putIfAbsent);
        return checked(result);
    }

    private static BsonDocument checked(BsonDocument document) {
        return switch (document.get("_id", BsonNull.VALUE).getBsonType()) {
            case ARRAY, REGULAR_EXPRESSION, UNDEFINED ->
                    throw new CommandFailure(53, "InvalidIdField", "_id cannot be of this type");
            default -> document;
        };
    }
}
