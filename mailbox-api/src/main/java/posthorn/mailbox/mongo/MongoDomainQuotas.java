package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.directory.DomainQuota;
import posthorn.mailbox.directory.DomainQuotaStore;

/** Quotas of domains in MongoDB: a document per domain ({@code _id} "q:name") in the directory. */
public final class MongoDomainQuotas implements DomainQuotaStore {

    private static final String QUOTA = "q:";

    private final DocumentCollection collection;

    /** The quotas in this database. */
    public MongoDomainQuotas(MailboxDatabase database) {
        this.collection = database.collection(Indexes.DIRECTORY);
    }

    @Override
    public CompletionStage<Optional<DomainQuota>> find(String domain) {
        return MailboxDatabase.bounded(
                collection.findOne(eq("_id", QUOTA + domain), MongoDomainQuotas::quota));
    }

    @Override
    public CompletionStage<Boolean> replace(DomainQuota before, DomainQuota next) {
        return MailboxDatabase.bounded(
                before.generation() == 0
                        ? collection.insertNew(document(next))
                        : collection.replaceMatching(is(before), document(next)));
    }

    private static Bson is(DomainQuota quota) {
        return and(
                eq("_id", QUOTA + quota.domain()),
                eq("generation", quota.generation()),
                eq("told", quota.settled()));
    }

    @Override
    public CompletionStage<Void> remove(String domain) {
        return MailboxDatabase.bounded(
                collection.deleteOne(eq("_id", QUOTA + domain)).replaceWithVoid());
    }

    private static BsonDocument document(DomainQuota quota) {
        return new BsonDocument("_id", new BsonString(QUOTA + quota.domain()))
                .append("kind", new BsonString("quota"))
                .append("domain", new BsonString(quota.domain()))
                .append("own", BsonBoolean.valueOf(quota.own().isPresent()))
                .append("octets", new BsonInt64(quota.inForce().octets()))
                .append("messages", new BsonInt64(quota.inForce().messages()))
                .append("generation", new BsonInt64(quota.generation()))
                .append("told", BsonBoolean.valueOf(quota.settled()));
    }

    private static DomainQuota quota(BsonDocument document) {
        QuotaLimits inForce =
                new QuotaLimits(
                        document.getInt64("octets").getValue(),
                        document.getInt64("messages").getValue());
        return new DomainQuota(
                document.getString("domain").getValue(),
                document.getBoolean("own").getValue() ? Optional.of(inForce) : Optional.empty(),
                inForce,
                document.getInt64("generation").getValue(),
                document.getBoolean("told").getValue());
    }
}
