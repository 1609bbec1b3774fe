package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import posthorn.mailbox.deliverytest.DeliveryTest;
import posthorn.mailbox.deliverytest.DeliveryTest.Outcome;
import posthorn.mailbox.deliverytest.DeliveryTest.Part;
import posthorn.mailbox.deliverytest.DeliveryTest.Reason;
import posthorn.mailbox.deliverytest.DeliveryTest.Step;
import posthorn.mailbox.deliverytest.DeliveryTestStore;

/** Tests of accounts' mail, in MongoDB: a document for each account that has had one lately. */
public final class MongoDeliveryTests implements DeliveryTestStore {

    private final DocumentCollection collection;

    /** Tests in this database. */
    public MongoDeliveryTests(MailboxDatabase database) {
        this.collection = database.collection(Indexes.DELIVERY_TESTS);
    }

    @Override
    public CompletionStage<Optional<DeliveryTest>> find(String account) {
        return MailboxDatabase.bounded(
                collection.findOne(eq("_id", account), MongoDeliveryTests::test));
    }

    @Override
    public CompletionStage<Boolean> add(DeliveryTest test) {
        return MailboxDatabase.bounded(collection.insertNew(document(test)));
    }

    @Override
    public CompletionStage<Boolean> replace(DeliveryTest before, DeliveryTest next) {
        return MailboxDatabase.bounded(
                collection.replaceMatching(
                        and(eq("_id", before.account()), eq("version", before.version())),
                        document(next)));
    }

    @Override
    public CompletionStage<Void> forget(long startedBefore) {
        return MailboxDatabase.bounded(
                collection.deleteMany(lt("started", startedBefore)).replaceWithVoid());
    }

    private static BsonDocument document(DeliveryTest test) {
        List<BsonDocument> steps =
                test.steps().stream()
                        .map(step ->
                                new BsonDocument("part", new BsonString(step.part().name()))
                                        .append("outcome", new BsonString(step.outcome().name()))
                                        .append("reason", new BsonString(step.reason().name()))
                                        .append("detail", new BsonString(step.detail())))
                        .toList();
        return new BsonDocument("_id", new BsonString(test.account()))
                .append("id", new BsonString(test.id()))
                .append("started", new BsonInt64(test.started()))
                .append("steps", new BsonArray(steps))
                .append("version", new BsonInt64(test.version()));
    }

    private static DeliveryTest test(BsonDocument document) {
        return new DeliveryTest(
                document.getString("_id").getValue(),
                document.getString("id").getValue(),
                document.getInt64("started").getValue(),
                document.getArray("steps").stream().map(step -> step(step.asDocument())).toList(),
                document.getInt64("version").getValue());
    }

    private static Step step(BsonDocument document) {
        return new Step(
                Part.valueOf(document.getString("part").getValue()),
                Outcome.valueOf(document.getString("outcome").getValue()),
                Reason.valueOf(document.getString("reason").getValue()),
                document.getString("detail").getValue());
    }
}
