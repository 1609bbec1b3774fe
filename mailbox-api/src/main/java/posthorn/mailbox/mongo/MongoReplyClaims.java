package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import posthorn.mailbox.vacation.ReplyClaims;

/**
 * Who was answered lately, in MongoDB: the {@code _id} is the account and a digest of the sender.
 */
public final class MongoReplyClaims implements ReplyClaims {

    private final DocumentCollection replies;

    /** Claims in this database. */
    public MongoReplyClaims(MailboxDatabase database) {
        this.replies = database.collection(Indexes.REPLIES);
    }

    private static String id(String account, String sender) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(sender.getBytes(StandardCharsets.UTF_8));
            return account + "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<Claim> claim(
            String account, String sender, String message, long now, long until) {
        String id = id(account, sender);
        Uni<Claim> claimed =
                replies.updateOne(
                                and(eq("_id", id), lt("until", now)),
                                Updates.combine(
                                        Updates.set("message", message),
                                        Updates.set("until", until)),
                                new UpdateOptions())
                        .flatMap(result ->
                                result.getMatchedCount() == 1
                                        ? Uni.createFrom().item(Claim.NEW)
                                        : insert(id, message, until));
        return MailboxDatabase.bounded(claimed);
    }

    private Uni<Claim> insert(String id, String message, long until) {
        BsonDocument document =
                new BsonDocument("_id", new BsonString(id))
                        .append("message", new BsonString(message))
                        .append("until", new BsonInt64(until));
        return replies.insertOne(document)
                .map(result -> Claim.NEW)
                .onFailure(MailboxDatabase::isDuplicate)
                .recoverWithUni(() -> standing(id, message));
    }

    private Uni<Claim> standing(String id, String message) {
        return replies.find(eq("_id", id))
                .collect()
                .first()
                .map(document ->
                        document != null && document.getString("message").getValue().equals(message)
                                ? Claim.SAME
                                : Claim.TAKEN);
    }

    @Override
    public CompletionStage<Void> forget(long now) {
        return MailboxDatabase.bounded(replies.deleteMany(lt("until", now)).replaceWithVoid());
    }
}
