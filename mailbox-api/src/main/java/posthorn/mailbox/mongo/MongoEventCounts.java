package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.clients.EventCounts;
import posthorn.mailbox.clients.EventKey;

/**
 * Counts of events in MongoDB: a document for each key and window of time, which says when it may
 * be forgotten.
 */
public final class MongoEventCounts implements EventCounts {

    /** Two upserts at once may both try to insert: the one that comes second is done again. */
    private static final int INSERTED_MEANWHILE = 2;

    private final DocumentCollection events;

    /** Counts in this database. */
    public MongoEventCounts(MailboxDatabase database) {
        this.events = database.collection(Indexes.CLIENT_EVENTS);
    }

    private static String id(EventKey key, long now) {
        String subject =
                switch (key.subject()) {
                    case EventKey.Subject.Network(String name) -> "network/" + name;
                    case EventKey.Subject.Account(String account) -> "account/" + account;
                };
        return key.event()
                + "/"
                + key.window().toSeconds()
                + "/"
                + key.endOfWindow(now)
                + "/"
                + subject;
    }

    @Override
    public CompletionStage<Long> add(EventKey key, long more, long now) {
        Uni<@Nullable BsonDocument> counted =
                more == 0
                        ? events.find(eq("_id", id(key, now))).collect().first()
                        : events.findOneAndUpdate(
                                        eq("_id", id(key, now)),
                                        Updates.combine(
                                                Updates.inc("count", more),
                                                Updates.max("until", key.endOfWindow(now))),
                                        new FindOneAndUpdateOptions()
                                                .upsert(true)
                                                .returnDocument(ReturnDocument.AFTER))
                                .onFailure(MongoCommandException.class)
                                .retry()
                                .atMost(INSERTED_MEANWHILE);
        return MailboxDatabase.bounded(
                counted.map(
                        document -> document == null ? 0L : document.getInt64("count").getValue()));
    }

    @Override
    public CompletionStage<Void> forget(long now) {
        return MailboxDatabase.bounded(events.deleteMany(lt("until", now)).replaceWithVoid());
    }
}
