package posthorn.delivery.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.util.Optional;
import org.bson.Document;
import posthorn.delivery.mtasts.PolicyStore;
import posthorn.delivery.mtasts.StoredPolicy;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.mtasts.StsPolicy;

/** Policies of domains: a document each, with the text of the policy. */
public final class MongoStsPolicies implements PolicyStore {

    static final String POLICIES = "sts_policies";

    private final MongoCollection<Document> policies;

    MongoStsPolicies(MongoDatabase database) {
        this.policies = database.getCollection(POLICIES);
    }

    @Override
    public Optional<StoredPolicy> find(String domain) {
        try {
            return Optional.ofNullable(policies.find(new Document("_id", domain)).first())
                    .flatMap(MongoStsPolicies::policy);
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    @Override
    public void put(StoredPolicy policy) {
        Document document =
                new Document("_id", policy.domain())
                        .append("id", policy.id())
                        .append("policy", policy.policy().encode())
                        .append("fetched", policy.fetched())
                        .append("expires", policy.expires());
        try {
            policies.replaceOne(
                    new Document("_id", policy.domain())
                            .append("fetched", new Document("$lte", policy.fetched())),
                    document,
                    new ReplaceOptions().upsert(true));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw lost(e);
            }
            // One that was fetched later stands there.
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    @Override
    public void expire(long now) {
        try {
            policies.deleteMany(new Document("expires", new Document("$lte", now)));
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    private static Optional<StoredPolicy> policy(Document document) {
        return StsPolicy.parse(document.getString("policy"))
                .map(policy ->
                        new StoredPolicy(
                                document.getString("_id"),
                                document.getString("id"),
                                policy,
                                document.getLong("fetched")));
    }

    private static AnswerLost lost(MongoException e) {
        return new AnswerLost("the policies of domains: " + e.getMessage(), e);
    }
}
