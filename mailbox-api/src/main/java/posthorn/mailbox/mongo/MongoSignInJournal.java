package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import posthorn.mailbox.signin.SignIn;
import posthorn.mailbox.signin.SignIn.OwnerAnswer;
import posthorn.mailbox.signin.SignInJournal;
import posthorn.mailbox.signin.SignInOutcome;
import posthorn.protocol.signin.SignInProtocol;

/**
 * Recent sign-ins in MongoDB: a document for each account, kind and day, counted up. Its {@code
 * _id} is account/i/id of those that were let in, account/o/id of all others; those of an account
 * are a range of it.
 */
public final class MongoSignInJournal implements SignInJournal {

    private static final String IN = "/i/";
    private static final String OUT = "/o/";

    /** The character behind "/": the end of a range of names that have a "/" there. */
    private static final String BEHIND_SLASH = "0";

    /** Two upserts at once may both try to insert: the one that comes second is done again. */
    private static final int INSERTED_MEANWHILE = 2;

    private final DocumentCollection journal;
    private final int most;

    /**
     * A journal in this database.
     *
     * @param most kept of an account that were let in, and as many of others
     */
    public MongoSignInJournal(MailboxDatabase database, int most) {
        this.journal = database.collection(Indexes.SIGN_IN_JOURNAL);
        this.most = most;
    }

    private static String part(SignIn attempts) {
        return attempts.account() + (attempts.letIn() ? IN : OUT);
    }

    private static Bson either(String account, String id) {
        return in("_id", account + IN + id, account + OUT + id);
    }

    private static Bson below(String part) {
        return and(gt("_id", part), lt("_id", part.substring(0, part.length() - 1) + BEHIND_SLASH));
    }

    @Override
    public CompletionStage<Void> add(SignIn attempts) {
        return MailboxDatabase.bounded(added(attempts));
    }

    private Uni<Void> added(SignIn attempts) {
        SignIn.Kind kind = attempts.kind();
        return journal.updateOne(
                        eq("_id", part(attempts) + attempts.id()),
                        Updates.combine(
                                Updates.inc("count", attempts.count()),
                                Updates.max("last", attempts.last()),
                                Updates.min("first", attempts.first()),
                                Updates.setOnInsert("account", attempts.account()),
                                Updates.setOnInsert("address", kind.address()),
                                Updates.setOnInsert("protocol", kind.protocol().name()),
                                Updates.setOnInsert("client", kind.client()),
                                Updates.setOnInsert("method", kind.method()),
                                Updates.setOnInsert("appPassword", kind.app()),
                                Updates.setOnInsert("outcome", kind.outcome().name()),
                                Updates.setOnInsert("answer", OwnerAnswer.NONE.name())),
                        new UpdateOptions().upsert(true))
                .onFailure(MongoWriteException.class)
                .retry()
                .atMost(INSERTED_MEANWHILE)
                .flatMap(done ->
                        done.getUpsertedId() == null
                                ? Uni.createFrom().voidItem()
                                : trim(part(attempts)));
    }

    /** A new one may be one too many. */
    private Uni<Void> trim(String part) {
        return journal.find(below(part), options().sort(descending("last")).skip(most))
                .map(document -> (BsonValue) document.getString("_id"))
                .collect()
                .asList()
                .flatMap(ids ->
                        ids.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : journal.deleteMany(in("_id", ids)).replaceWithVoid());
    }

    @Override
    public CompletionStage<List<SignIn>> of(String account) {
        return MailboxDatabase.bounded(
                journal.find(
                                below(account + "/"),
                                options().sort(descending("last")).limit(2 * most))
                        .map(MongoSignInJournal::signIn)
                        .filter(attempts -> attempts.count() > 0)
                        .collect()
                        .asList());
    }

    @Override
    public CompletionStage<Optional<SignIn>> find(String account, String id) {
        return MailboxDatabase.bounded(found(account, id).map(Optional::ofNullable));
    }

    private Uni<SignIn> found(String account, String id) {
        return journal.find(either(account, id), options())
                .map(MongoSignInJournal::signIn)
                .filter(attempts -> attempts.count() > 0)
                .collect()
                .first();
    }

    @Override
    public CompletionStage<Void> name(String account, String id, String client) {
        return MailboxDatabase.bounded(
                found(account, id)
                        .flatMap(attempts ->
                                attempts == null || !attempts.kind().client().isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : moved(attempts, client)));
    }

    /** A pod that dies between the two counts one attempt twice. */
    private Uni<Void> moved(SignIn attempts, String client) {
        Bson old = eq("_id", part(attempts) + attempts.id());
        return added(
                        new SignIn(
                                attempts.account(),
                                attempts.kind().by(client),
                                attempts.last(),
                                attempts.last(),
                                1,
                                OwnerAnswer.NONE))
                .chain(() -> journal.updateOne(old, Updates.inc("count", -1), new UpdateOptions()))
                .chain(() -> journal.deleteOne(and(old, lt("count", 1))))
                .replaceWithVoid();
    }

    @Override
    public CompletionStage<Boolean> answer(String account, String id, OwnerAnswer answer) {
        return MailboxDatabase.bounded(
                journal.updateOne(
                                either(account, id),
                                Updates.set("answer", answer.name()),
                                new UpdateOptions())
                        .map(done -> done.getMatchedCount() > 0));
    }

    @Override
    public CompletionStage<Void> forget(long before) {
        return MailboxDatabase.bounded(journal.deleteMany(lt("last", before)).replaceWithVoid());
    }

    @Override
    public CompletionStage<Void> remove(String account) {
        return MailboxDatabase.bounded(journal.deleteMany(below(account + "/")).replaceWithVoid());
    }

    private static FindOptions options() {
        return new FindOptions()
                .maxTime(
                        MailboxDatabase.ANSWERS_WITHIN.toMillis(),
                        java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private static SignIn signIn(BsonDocument document) {
        return new SignIn(
                text(document, "account"),
                new SignIn.Kind(
                        text(document, "address"),
                        SignInProtocol.valueOf(text(document, "protocol")),
                        text(document, "client"),
                        text(document, "method"),
                        text(document, "appPassword"),
                        SignInOutcome.valueOf(text(document, "outcome"))),
                document.getInt64("first").getValue(),
                document.getInt64("last").getValue(),
                document.getInt32("count").getValue(),
                OwnerAnswer.valueOf(text(document, "answer")));
    }

    private static String text(BsonDocument document, String field) {
        return document.getString(field).getValue();
    }
}
