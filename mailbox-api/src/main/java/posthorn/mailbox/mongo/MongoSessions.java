package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import posthorn.mailbox.session.Session;
import posthorn.mailbox.session.SessionStore;

/** Sessions in MongoDB, a document each. */
public final class MongoSessions implements SessionStore {

    private static final String OWNER = "owner";
    private static final String ADMIN = "admin";
    private static final String GENERATION = "generation";
    private static final String STAGE = "stage";
    private static final String CREATED = "created";
    private static final String UNTIL = "until";

    private final DocumentCollection sessions;

    /** Sessions in this database. */
    public MongoSessions(MailboxDatabase database) {
        this.sessions = database.collection(Indexes.SESSIONS);
    }

    @Override
    public CompletionStage<Void> add(Session session) {
        return MailboxDatabase.bounded(sessions.insertOne(document(session)).replaceWithVoid());
    }

    @Override
    public CompletionStage<Optional<Session>> find(String id) {
        return MailboxDatabase.bounded(
                sessions.find(eq("_id", id))
                        .collect()
                        .first()
                        .map(found -> Optional.ofNullable(found).map(MongoSessions::session)));
    }

    @Override
    public CompletionStage<List<Session>> ofOwner(String key, int limit) {
        return MailboxDatabase.bounded(
                sessions.find(
                                eq(OWNER, key),
                                new FindOptions()
                                        .sort(Sorts.ascending(OWNER, CREATED))
                                        .limit(limit))
                        .map(MongoSessions::session)
                        .collect()
                        .asList());
    }

    @Override
    public CompletionStage<Boolean> remove(String id) {
        return MailboxDatabase.bounded(
                sessions.deleteOne(eq("_id", id)).map(done -> done.getDeletedCount() == 1));
    }

    @Override
    public CompletionStage<Void> removeAll(Collection<String> ids) {
        return MailboxDatabase.bounded(sessions.deleteMany(in("_id", ids)).replaceWithVoid());
    }

    @Override
    public CompletionStage<Void> removeOf(String key) {
        return MailboxDatabase.bounded(sessions.deleteMany(eq(OWNER, key)).replaceWithVoid());
    }

    @Override
    public CompletionStage<Void> renew(String id, long generation) {
        return MailboxDatabase.bounded(
                sessions.updateOne(
                                eq("_id", id),
                                Updates.max(GENERATION, generation),
                                new UpdateOptions())
                        .replaceWithVoid());
    }

    @Override
    public CompletionStage<Void> forget(long before) {
        return MailboxDatabase.bounded(sessions.deleteMany(lt(UNTIL, before)).replaceWithVoid());
    }

    private static BsonDocument document(Session session) {
        BsonDocument document =
                new BsonDocument("_id", new BsonString(session.id()))
                        .append(OWNER, new BsonString(session.owner().key()))
                        .append(STAGE, new BsonString(session.stage().name()))
                        .append(CREATED, new BsonInt64(session.created()))
                        .append(UNTIL, new BsonInt64(session.until()));
        return switch (session.owner()) {
            case Session.Owner.Account account ->
                    document.append(GENERATION, new BsonInt64(account.generation()));
            case Session.Owner.Admin admin ->
                    document.append(ADMIN, new BsonString(admin.fingerprint()));
        };
    }

    private static Session session(BsonDocument document) {
        return new Session(
                document.getString("_id").getValue(),
                document.containsKey(ADMIN)
                        ? new Session.Owner.Admin(document.getString(ADMIN).getValue())
                        : new Session.Owner.Account(
                                document.getString(OWNER).getValue(),
                                document.getInt64(GENERATION).getValue()),
                Session.Stage.valueOf(document.getString(STAGE).getValue()),
                document.getInt64(CREATED).getValue(),
                document.getInt64(UNTIL).getValue());
    }
}
