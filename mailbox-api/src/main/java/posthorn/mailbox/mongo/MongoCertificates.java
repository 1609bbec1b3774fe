package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import posthorn.mailbox.certificate.CertificateMaterial;
import posthorn.mailbox.certificate.CertificateRecord;
import posthorn.mailbox.certificate.CertificateStore;
import posthorn.mailbox.certificate.PendingChallenge;

/**
 * Certificates in MongoDB: {@code _id} is "n:name" of a record, "m:id" of a certificate, "t:token"
 * of a challenge.
 */
public final class MongoCertificates implements CertificateStore {
    private static final String NAME = "n:";
    private static final String MATERIAL = "m:";
    private static final String TOKEN = "t:";

    private final DocumentCollection collection;

    /** The certificates in this database. */
    public MongoCertificates(MailboxDatabase database) {
        this.collection = database.collection(Indexes.CERTIFICATES);
    }

    @Override
    public CompletionStage<List<CertificateRecord>> all() {
        return MailboxDatabase.bounded(
                collection
                        .find(and(gte("_id", NAME), lt("_id", "n;")))
                        .map(MongoCertificates::record)
                        .collect()
                        .asList()
                        .map(found ->
                                found.stream()
                                        .sorted(Comparator.comparing(CertificateRecord::name))
                                        .toList()));
    }

    @Override
    public CompletionStage<Optional<CertificateRecord>> find(String name) {
        return MailboxDatabase.bounded(
                collection
                        .find(eq("_id", NAME + name))
                        .map(MongoCertificates::record)
                        .collect()
                        .first()
                        .map(Optional::ofNullable));
    }

    @Override
    public CompletionStage<Boolean> add(CertificateRecord first) {
        return MailboxDatabase.bounded(
                collection
                        .insertOne(document(first))
                        .map(result -> true)
                        .onFailure(MailboxDatabase::isDuplicate)
                        .recoverWithItem(false));
    }

    @Override
    public CompletionStage<Boolean> replace(CertificateRecord next) {
        return MailboxDatabase.bounded(
                collection
                        .replaceOne(
                                and(
                                        eq("_id", NAME + next.name()),
                                        eq("version", next.version() - 1)),
                                document(next))
                        .map(result -> result.getMatchedCount() == 1));
    }

    @Override
    public CompletionStage<Boolean> remove(CertificateRecord record) {
        return MailboxDatabase.bounded(
                collection
                        .deleteOne(
                                and(
                                        eq("_id", NAME + record.name()),
                                        eq("version", record.version())))
                        .map(result -> result.getDeletedCount() == 1));
    }

    @Override
    public CompletionStage<Void> put(CertificateMaterial material) {
        return MailboxDatabase.bounded(
                collection
                        .insertOne(
                                new BsonDocument("_id", new BsonString(MATERIAL + material.id()))
                                        .append("chain", new BsonString(material.chain()))
                                        .append("key", new BsonBinary(material.key())))
                        .replaceWithVoid());
    }

    @Override
    public CompletionStage<Optional<CertificateMaterial>> material(String id) {
        return MailboxDatabase.bounded(
                collection
                        .find(eq("_id", MATERIAL + id))
                        .map(found ->
                                new CertificateMaterial(
                                        id,
                                        found.getString("chain").getValue(),
                                        found.getBinary("key").getData()))
                        .collect()
                        .first()
                        .map(Optional::ofNullable));
    }

    @Override
    public CompletionStage<Void> removeMaterial(String id) {
        return MailboxDatabase.bounded(
                collection.deleteOne(eq("_id", MATERIAL + id)).replaceWithVoid());
    }

    @Override
    public CompletionStage<Void> put(PendingChallenge challenge) {
        String id = TOKEN + challenge.token();
        BsonDocument document =
                new BsonDocument("_id", new BsonString(id))
                        .append("name", new BsonString(challenge.name()))
                        .append("authorization", new BsonString(challenge.authorization()))
                        .append("since", new BsonInt64(challenge.since()));
        return MailboxDatabase.bounded(
                collection
                        .deleteOne(eq("_id", id))
                        .flatMap(gone -> collection.insertOne(document))
                        .replaceWithVoid());
    }

    @Override
    public CompletionStage<Optional<PendingChallenge>> challenge(String token) {
        return MailboxDatabase.bounded(
                collection
                        .find(eq("_id", TOKEN + token))
                        .map(MongoCertificates::challenge)
                        .collect()
                        .first()
                        .map(Optional::ofNullable));
    }

    @Override
    public CompletionStage<List<PendingChallenge>> challenges() {
        return MailboxDatabase.bounded(
                collection
                        .find(and(gte("_id", TOKEN), lt("_id", "t;")))
                        .map(MongoCertificates::challenge)
                        .collect()
                        .asList());
    }

    @Override
    public CompletionStage<Void> removeChallenge(String token) {
        return MailboxDatabase.bounded(
                collection.deleteOne(eq("_id", TOKEN + token)).replaceWithVoid());
    }

    private static BsonDocument document(CertificateRecord record) {
        return new BsonDocument("_id", new BsonString(NAME + record.name()))
                .append("name", new BsonString(record.name()))
                .append("version", new BsonInt64(record.version()))
                .append("byHand", BsonBoolean.valueOf(record.byHand()))
                .append("material", new BsonString(record.material()))
                .append("notAfter", new BsonInt64(record.notAfter()))
                .append("renewFrom", new BsonInt64(record.renewFrom()))
                .append("nextAttempt", new BsonInt64(record.nextAttempt()))
                .append("failures", new BsonInt32(record.failures()))
                .append("problem", new BsonString(record.problem()))
                .append("claim", new BsonString(record.claim()));
    }

    private static CertificateRecord record(BsonDocument document) {
        return new CertificateRecord(
                document.getString("name").getValue(),
                document.getInt64("version").getValue(),
                document.getBoolean("byHand").getValue(),
                document.getString("material").getValue(),
                document.getInt64("notAfter").getValue(),
                document.getInt64("renewFrom").getValue(),
                document.getInt64("nextAttempt").getValue(),
                document.getInt32("failures").getValue(),
                document.getString("problem").getValue(),
                document.getString("claim").getValue());
    }

    private static PendingChallenge challenge(BsonDocument document) {
        return new PendingChallenge(
                document.getString("_id").getValue().substring(TOKEN.length()),
                document.getString("name").getValue(),
                document.getString("authorization").getValue(),
                document.getInt64("since").getValue());
    }
}
