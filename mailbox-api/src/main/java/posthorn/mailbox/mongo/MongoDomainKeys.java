package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import posthorn.mailbox.dkim.DomainKey;
import posthorn.mailbox.dkim.DomainKeyStore;
import posthorn.mailbox.dkim.DomainKeys;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.SigningAlgorithm;
import posthorn.protocol.dkim.VerificationKey;
import posthorn.protocol.smtp.DomainName;

/** Keys of domains in MongoDB: a document per domain ({@code _id} "k:name") in the directory. */
public final class MongoDomainKeys implements DomainKeyStore {

    private static final String KEYS = "k:";

    private final DocumentCollection collection;

    /** The keys in this database. */
    public MongoDomainKeys(MailboxDatabase database) {
        this.collection = database.collection(Indexes.DIRECTORY);
    }

    @Override
    public CompletionStage<Optional<DomainKeys>> find(String domain) {
        return collection
                .findOne(eq("_id", KEYS + domain), MongoDomainKeys::keys)
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> add(DomainKeys keys) {
        return collection.insertNew(document(keys)).subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> replace(DomainKeys next) {
        return collection
                .replaceMatching(
                        and(eq("_id", KEYS + next.domain()), eq("version", next.version() - 1)),
                        document(next))
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Void> remove(String domain) {
        return collection
                .deleteOne(eq("_id", KEYS + domain))
                .replaceWithVoid()
                .subscribeAsCompletionStage();
    }

    private static BsonDocument document(DomainKeys keys) {
        BsonArray list = new BsonArray();
        keys.keys().forEach(key -> list.add(document(key)));
        return new BsonDocument("_id", new BsonString(KEYS + keys.domain()))
                .append("kind", new BsonString("keys"))
                .append("domain", new BsonString(keys.domain()))
                .append("version", new BsonInt64(keys.version()))
                .append("keys", list);
    }

    private static BsonDocument document(DomainKey key) {
        return new BsonDocument("selector", new BsonString(key.name().selector().folded()))
                .append("algorithm", new BsonString(key.algorithm().word()))
                .append("published", new BsonString(key.published().published()))
                .append("secret", new BsonBinary(key.secret()))
                .append("created", new BsonInt64(key.created()))
                .append("signsFrom", new BsonInt64(key.signsFrom()))
                .append("retiresFrom", new BsonInt64(key.retiresFrom()))
                .append("goneFrom", new BsonInt64(key.goneFrom()));
    }

    private static DomainKeys keys(BsonDocument document) {
        DomainName domain = new DomainName(document.getString("domain").getValue());
        List<DomainKey> keys =
                document.getArray("keys").stream().map(key -> key(domain, key)).toList();
        return new DomainKeys(domain.name(), document.getInt64("version").getValue(), keys);
    }

    private static DomainKey key(DomainName domain, BsonValue value) {
        BsonDocument key = value.asDocument();
        String selector = key.getString("selector").getValue();
        try {
            return new DomainKey(
                    new KeyName(new DomainName(selector), domain),
                    VerificationKey.of(
                            SigningAlgorithm.named(key.getString("algorithm").getValue())
                                    .orElseThrow(),
                            Base64.getDecoder().decode(key.getString("published").getValue())),
                    key.getBinary("secret").getData(),
                    key.getInt64("created").getValue(),
                    key.getInt64("signsFrom").getValue(),
                    key.getInt64("retiresFrom").getValue(),
                    key.getInt64("goneFrom").getValue());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + selector + " of " + domain, e);
        }
    }
}
