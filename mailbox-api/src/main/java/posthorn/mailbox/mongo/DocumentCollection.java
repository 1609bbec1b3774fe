package posthorn.mailbox.mongo;

import com.mongodb.MongoTimeoutException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.InsertManyResult;
import com.mongodb.client.result.InsertOneResult;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A collection of the mailbox database as Mutiny's types. Nothing is sent before somebody
 * subscribes. Who calls on a Vert.x context gets the answer on it, anybody else on a thread of the
 * driver. Safe for all threads.
 */
final class DocumentCollection {
    private final MongoCollection<BsonDocument> collection;
    private final BooleanSupplier indexed;

    /**
     * A collection.
     *
     * @param indexed whether its unique indexes are there; writes that could make a document fail
     *     before, as they do while the store is away
     */
    DocumentCollection(MongoCollection<BsonDocument> collection, BooleanSupplier indexed) {
        this.collection = collection;
        this.indexed = indexed;
    }

    Multi<BsonDocument> find(Bson filter) {
        return many(collection.find(filter));
    }

    Multi<BsonDocument> find(Bson filter, FindOptions options) {
        return many(options.apply(collection.find(filter)));
    }

    /** What the only document says; empty: there is none. */
    <T> Uni<Optional<T>> findOne(Bson filter, Function<BsonDocument, T> read) {
        return find(filter).map(read).collect().first().map(Optional::ofNullable);
    }

    /** Adds a document, unless a unique index has its keys already; whether it was added. */
    Uni<Boolean> insertNew(BsonDocument document) {
        return insertOne(document)
                .map(done -> true)
                .onFailure(MailboxDatabase::isDuplicate)
                .recoverWithItem(false);
    }

    /** Replaces the document that is as the filter says; whether there was one. */
    Uni<Boolean> replaceMatching(Bson filter, BsonDocument document) {
        return replaceOne(filter, document).map(done -> done.getMatchedCount() == 1);
    }

    Uni<InsertOneResult> insertOne(BsonDocument document) {
        return write(collection.insertOne(document));
    }

    Uni<InsertManyResult> insertMany(List<BsonDocument> documents, InsertManyOptions options) {
        return write(collection.insertMany(documents, options));
    }

    Uni<UpdateResult> updateOne(Bson filter, Bson update, UpdateOptions options) {
        return write(collection.updateOne(filter, update, options));
    }

    /** The document as the options want it; null when there is none. */
    Uni<@Nullable BsonDocument> findOneAndUpdate(
            Bson filter, Bson update, FindOneAndUpdateOptions options) {
        return write(collection.findOneAndUpdate(filter, update, options));
    }

    Uni<UpdateResult> replaceOne(Bson filter, BsonDocument document) {
        return write(collection.replaceOne(filter, document, new ReplaceOptions()));
    }

    Uni<BulkWriteResult> bulkWrite(
            List<? extends WriteModel<? extends BsonDocument>> writes, BulkWriteOptions options) {
        return write(collection.bulkWrite(writes, options));
    }

    Uni<DeleteResult> deleteOne(Bson filter) {
        return one(collection.deleteOne(filter));
    }

    Uni<DeleteResult> deleteMany(Bson filter) {
        return one(collection.deleteMany(filter));
    }

    Uni<String> createIndex(Bson keys, IndexOptions options) {
        return one(collection.createIndex(keys, options));
    }

    private <T> Uni<T> write(Publisher<T> answer) {
        Uni<T> written = one(answer);
        return Uni.createFrom()
                .deferred(() ->
                        indexed.getAsBoolean()
                                ? written
                                : Uni.createFrom()
                                        .failure(
                                                new MongoTimeoutException(
                                                        "the indexes have not been made yet")));
    }

    /** The first item, null when there is none. */
    static <T> Uni<T> one(Publisher<T> answer) {
        Uni<T> item = Uni.createFrom().publisher(AdaptersToFlow.publisher(answer));
        Context context = context();
        return context == null
                ? item
                : item.emitOn(task -> context.runOnContext(nothing -> task.run()));
    }

    private static <T> Multi<T> many(Publisher<T> answer) {
        Multi<T> items = Multi.createFrom().publisher(AdaptersToFlow.publisher(answer));
        Context context = context();
        return context == null
                ? items
                : items.emitOn(task -> context.runOnContext(nothing -> task.run()));
    }

    private static @Nullable Context context() {
        return Vertx.currentContext();
    }
}
