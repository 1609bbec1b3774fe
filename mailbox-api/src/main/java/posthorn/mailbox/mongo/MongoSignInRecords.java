package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import posthorn.mailbox.signin.SignInKey;
import posthorn.mailbox.signin.SignInRecords;

/**
 * What all pods remember of attempts to sign in, in MongoDB: a document for each key and window of
 * time, and one for each client that was let in. Each says when it may be forgotten.
 */
public final class MongoSignInRecords implements SignInRecords {

    private static final long WINDOW = Duration.ofMinutes(15).toMillis();
    private static final String GOOD = "GOOD";

    /** Two upserts at once may both try to insert: the one that comes second is done again. */
    private static final int INSERTED_MEANWHILE = 2;

    private final DocumentCollection records;

    /** Records in this database. */
    public MongoSignInRecords(MailboxDatabase database) {
        this.records = database.collection(Indexes.SIGN_INS);
    }

    private static String id(SignInKey key, long now) {
        return key.kind() + "/" + now / WINDOW + "/" + key.value();
    }

    private static String good(String login, String network) {
        return GOOD + "/" + login + " " + network;
    }

    @Override
    public CompletionStage<Known> read(
            Collection<SignInKey> keys, String login, String network, long now) {
        Map<String, SignInKey> ids = new HashMap<>();
        keys.forEach(key -> ids.put(id(key, now), key));
        String good = good(login, network);
        List<String> wanted = Stream.concat(ids.keySet().stream(), Stream.of(good)).toList();
        return MailboxDatabase.bounded(
                records.find(in("_id", wanted))
                        .collect()
                        .asList()
                        .map(found -> {
                            Map<SignInKey, Count> counts = new HashMap<>();
                            boolean known = false;
                            for (BsonDocument document : found) {
                                String id = document.getString("_id").getValue();
                                SignInKey key = ids.get(id);
                                if (key != null) {
                                    counts.put(key, count(document));
                                }
                                known |= id.equals(good);
                            }
                            return new Known(counts, known);
                        }));
    }

    private static Count count(BsonDocument document) {
        return new Count(
                document.getInt32("attempts").getValue(), document.getInt64("last").getValue());
    }

    @Override
    public CompletionStage<Void> count(Collection<SignInKey> keys, int more, long now) {
        return MailboxDatabase.bounded(
                Multi.createFrom()
                        .iterable(keys)
                        .onItem()
                        .transformToUni(key -> count(key, more, now))
                        .merge()
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> count(SignInKey key, int more, long now) {
        long last = more > 0 ? now : 0;
        return records.updateOne(
                        eq("_id", id(key, now)),
                        Updates.combine(
                                Updates.inc("attempts", more),
                                Updates.max("last", last),
                                Updates.max("until", (now / WINDOW + 1) * WINDOW)),
                        new UpdateOptions().upsert(more > 0))
                .replaceWithVoid()
                .onFailure(MongoWriteException.class)
                .retry()
                .atMost(INSERTED_MEANWHILE);
    }

    @Override
    public CompletionStage<Void> reset(SignInKey key, long now) {
        return MailboxDatabase.bounded(
                records.deleteOne(eq("_id", id(key, now))).replaceWithVoid());
    }

    @Override
    public CompletionStage<Void> good(String login, String network, long now) {
        return MailboxDatabase.bounded(
                records.updateOne(
                                eq("_id", good(login, network)),
                                Updates.max("good", now),
                                new UpdateOptions().upsert(true))
                        .replaceWithVoid());
    }

    @Override
    public CompletionStage<Void> stranger(String login, String network) {
        return MailboxDatabase.bounded(
                records.deleteOne(eq("_id", good(login, network))).replaceWithVoid());
    }

    @Override
    public CompletionStage<Void> forget(long now, long goodBefore) {
        return MailboxDatabase.bounded(
                records.deleteMany(lt("until", now))
                        .chain(() -> records.deleteMany(lt("good", goodBefore)))
                        .replaceWithVoid());
    }
}
