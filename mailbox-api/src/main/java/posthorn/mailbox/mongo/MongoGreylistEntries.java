package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Updates;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import posthorn.mailbox.greylist.GreylistEntries;
import posthorn.mailbox.greylist.GreylistKey;

/**
 * What is remembered of hosts, in MongoDB: a document for each key, which says when it may be
 * forgotten. Sender and recipient stand there as a digest: names are short, and nobody's mail can
 * be read from them.
 */
public final class MongoGreylistEntries implements GreylistEntries {

    /** Two upserts at once may both try to insert: the one that comes second is done again. */
    private static final int INSERTED_MEANWHILE = 2;

    private final DocumentCollection greylist;

    /** Entries in this database. */
    public MongoGreylistEntries(MailboxDatabase database) {
        this.greylist = database.collection(Indexes.GREYLIST);
    }

    private static String id(GreylistKey key) {
        return switch (key) {
            case GreylistKey.Triplet(String network, String sender, String recipient) ->
                    "triplet/" + network + "/" + digest(sender + "\n" + recipient);
            case GreylistKey.Proven(String network, String domain) ->
                    "proven/" + network + "/" + domain;
            case GreylistKey.Network(String network) -> "network/" + network;
        };
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<Map<GreylistKey, Entry>> find(Collection<GreylistKey> keys) {
        Map<String, GreylistKey> ids = new HashMap<>();
        keys.forEach(key -> ids.put(id(key), key));
        return MailboxDatabase.bounded(
                greylist.find(in("_id", ids.keySet()))
                        .collect()
                        .asMap(
                                document ->
                                        ids.getOrDefault(
                                                document.getString("_id").getValue(),
                                                keys.iterator().next()),
                                MongoGreylistEntries::entry));
    }

    private static Entry entry(BsonDocument document) {
        return new Entry(
                document.getInt64("first").getValue(),
                document.getInt64("visits").getValue(),
                document.getInt64("until").getValue());
    }

    @Override
    public CompletionStage<Void> begin(GreylistKey key, long now, long until) {
        return update(
                key,
                Updates.combine(
                        Updates.set("first", now),
                        Updates.set("visits", 0L),
                        Updates.set("until", until)));
    }

    @Override
    public CompletionStage<Void> renew(GreylistKey key, long visits, long now, long until) {
        return update(
                key,
                Updates.combine(
                        Updates.setOnInsert("first", now),
                        Updates.inc("visits", visits),
                        Updates.max("until", until)));
    }

    private CompletionStage<Void> update(GreylistKey key, Bson update) {
        Uni<Void> done =
                greylist.findOneAndUpdate(
                                eq("_id", id(key)),
                                update,
                                new FindOneAndUpdateOptions().upsert(true))
                        .onFailure(MongoCommandException.class)
                        .retry()
                        .atMost(INSERTED_MEANWHILE)
                        .replaceWithVoid();
        return MailboxDatabase.bounded(done);
    }

    @Override
    public CompletionStage<Void> forget(long now) {
        return MailboxDatabase.bounded(greylist.deleteMany(lt("until", now)).replaceWithVoid());
    }
}
