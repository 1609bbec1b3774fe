package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import posthorn.mailbox.directory.Vacation;
import posthorn.mailbox.directory.VacationStore;

/**
 * What accounts answer in MongoDB: a document per account ({@code _id} "vacation:id") in the
 * directory.
 */
public final class MongoVacations implements VacationStore {

    private static final String VACATION = "vacation:";

    private final DocumentCollection collection;

    /** Documents in this database. */
    public MongoVacations(MailboxDatabase database) {
        this.collection = database.collection(Indexes.DIRECTORY);
    }

    @Override
    public CompletionStage<Optional<Vacation>> find(String account) {
        return MailboxDatabase.bounded(
                collection.findOne(eq("_id", VACATION + account), MongoVacations::vacation));
    }

    @Override
    public CompletionStage<Boolean> put(Vacation vacation) {
        return MailboxDatabase.bounded(
                vacation.version() == 1
                        ? collection.insertNew(document(vacation))
                        : collection.replaceMatching(
                                and(
                                        eq("_id", VACATION + vacation.account()),
                                        eq("version", vacation.version() - 1)),
                                document(vacation)));
    }

    @Override
    public CompletionStage<Void> remove(String account) {
        return MailboxDatabase.bounded(
                collection.deleteOne(eq("_id", VACATION + account)).replaceWithVoid());
    }

    private static BsonDocument document(Vacation vacation) {
        BsonDocument document =
                new BsonDocument("_id", new BsonString(VACATION + vacation.account()))
                        .append("kind", new BsonString("vacation"))
                        .append("subject", new BsonString(vacation.subject()))
                        .append("text", new BsonString(vacation.text()))
                        .append("days", new BsonInt32(vacation.days()))
                        .append("version", new BsonInt64(vacation.version()));
        vacation.from().ifPresent(from -> document.append("from", new BsonInt64(from)));
        vacation.until().ifPresent(until -> document.append("until", new BsonInt64(until)));
        return document;
    }

    private static Vacation vacation(BsonDocument document) {
        return new Vacation(
                document.getString("_id").getValue().substring(VACATION.length()),
                document.getString("subject").getValue(),
                document.getString("text").getValue(),
                time(document, "from"),
                time(document, "until"),
                document.getInt32("days").getValue(),
                document.getInt64("version").getValue());
    }

    private static OptionalLong time(BsonDocument document, String field) {
        return document.containsKey(field)
                ? OptionalLong.of(document.getInt64(field).getValue())
                : OptionalLong.empty();
    }
}
