package posthorn.store.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import posthorn.store.CommandFailure;
import posthorn.store.bson.ValueOrder;
import posthorn.store.query.FieldTest;
import posthorn.store.query.Filter;

/** What an update statement makes of a document. Immutable. */
public sealed interface Update {

    /**
     * The changed document; the given one stays as it is.
     *
     * @throws CommandFailure when the change does not fit the document or would change its {@code
     *     _id}
     */
    BsonDocument apply(BsonDocument document);

    /**
     * The document that an upsert inserts: the equalities of the query, changed by this update,
     * with a new {@code _id} when neither gives one.
     */
    BsonDocument upsert(Filter filter);

    /** The document takes the place of the old one, which leaves its {@code _id}. */
    record Replacement(BsonDocument document) implements Update {
        @Override
        public BsonDocument apply(BsonDocument old) {
            return withId(document, old.get("_id", BsonNull.VALUE), old);
        }

        @Override
        public BsonDocument upsert(Filter filter) {
            BsonValue id = equalities(filter).get("_id");
            return withId(document, id == null ? newId(document) : id, document);
        }

        private static BsonDocument withId(
                BsonDocument document, BsonValue id, BsonDocument previous) {
            BsonValue own = document.get("_id");
            if (own != null && !ValueOrder.equal(own, id)) {
                throw immutableId(previous);
            }
            BsonDocument result = new BsonDocument("_id", id);
            document.forEach((name, value) -> result.putIfAbsent(name, value));
            return result;
        }
    }

    /**
     * Operators, each at its place.
     *
     * @param changes applied to every document
     * @param onInsert applied as well when an upsert inserts
     */
    record Operators(List<Change> changes, List<Change> onInsert) implements Update {
        @Override
        public BsonDocument apply(BsonDocument old) {
            BsonDocument document = copy(old);
            applyAll(changes, document);
            BsonValue id = document.get("_id");
            if (id == null || !ValueOrder.equal(id, old.get("_id", BsonNull.VALUE))) {
                throw immutableId(old);
            }
            return document;
        }

        @Override
        public BsonDocument upsert(Filter filter) {
            BsonDocument document = equalities(filter);
            BsonValue id = document.get("_id");
            applyAll(changes, document);
            applyAll(onInsert, document);
            BsonValue now = document.get("_id");
            if (id != null && (now == null || !ValueOrder.equal(id, now))) {
                throw immutableId(document);
            }
            BsonDocument result = new BsonDocument("_id", now == null ? newId(document) : now);
            document.forEach((name, value) -> result.putIfAbsent(name, value));
            return result;
        }
    }

    private static void applyAll(List<Change> changes, BsonDocument document) {
        List<Change> resolved = new ArrayList<>(changes.size());
        for (Change change : changes) {
            for (UpdatePath place : change.path().resolve(document)) {
                resolved.add(new Change(place, change.change()));
            }
        }
        resolved.forEach(change -> change.path().apply(document, change.change()));
    }

    /** One operator at one place. */
    record Change(UpdatePath path, FieldChange change) {}

    private static BsonDocument equalities(Filter filter) {
        BsonDocument document = new BsonDocument();
        filter.conjuncts(part -> {
            if (part.element().isEmpty() && part.test() instanceof FieldTest.Equal equal) {
                new UpdatePath(part.path(), Map.of())
                        .apply(document, new FieldChange.Put(copyOf(equal.operand())));
            }
        });
        return document;
    }

    /** A copy that later changes may go into. */
    private static BsonValue copyOf(BsonValue value) {
        if (value instanceof BsonDocument document) {
            return copy(document);
        }
        return value instanceof BsonArray array ? array.clone() : value;
    }

    private static BsonDocument copy(BsonDocument document) {
        return document instanceof RawBsonDocument raw
                ? raw.decode(new BsonDocumentCodec())
                : document.clone();
    }

    private static BsonValue newId(BsonDocument document) {
        BsonValue id = document.get("_id");
        return id == null ? new BsonObjectId() : id;
    }

    private static CommandFailure immutableId(BsonDocument document) {
        return new CommandFailure(
                66,
                "ImmutableField",
                "the update would change the immutable field _id of " + document.get("_id"));
    }
}
