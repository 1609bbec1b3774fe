package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.log.Floor;

/** Manifests in MongoDB; {@code _id} is the account. */
public final class MongoManifests implements Manifests {

    private final MailboxDatabase database;
    private final DocumentCollection collection;

    /** Manifests in this database. */
    public MongoManifests(MailboxDatabase database) {
        this.database = database;
        this.collection = database.collection(Indexes.MANIFESTS);
    }

    @Override
    public CompletionStage<Optional<Manifest>> read(String account) {
        return MailboxDatabase.bounded(
                database.latest(Indexes.MANIFESTS, account)
                        .map(document ->
                                Optional.ofNullable(document).map(MongoManifests::decode)));
    }

    @Override
    public CompletionStage<Boolean> replace(Manifest successor) {
        return MailboxDatabase.bounded(
                successor.revision() == 1 ? insert(successor) : update(successor));
    }

    private Uni<Boolean> insert(Manifest first) {
        return collection.insertNew(encode(first));
    }

    private Uni<Boolean> update(Manifest successor) {
        return collection.replaceMatching(
                and(
                        eq("_id", successor.account()),
                        eq("account", successor.account()),
                        eq("revision", successor.revision() - 1)),
                encode(successor));
    }

    private static BsonDocument encode(Manifest manifest) {
        BsonArray past = new BsonArray();
        manifest.past()
                .forEach(one ->
                        past.add(
                                new BsonDocument("n", new BsonInt64(one.n()))
                                        .append("at", new BsonInt64(one.at()))
                                        .append("root", new BsonString(one.root()))));
        return new BsonDocument("_id", new BsonString(manifest.account()))
                .append("account", new BsonString(manifest.account()))
                .append("revision", new BsonInt64(manifest.revision()))
                .append("n", new BsonInt64(manifest.n()))
                .append("at", new BsonInt64(manifest.at()))
                .append("root", new BsonString(manifest.root()))
                .append("sweep", new BsonInt64(manifest.sweep()))
                .append("sweptTo", new BsonInt64(manifest.sweptTo()))
                .append("floorN", new BsonInt64(manifest.floor().n()))
                .append("floorAt", new BsonInt64(manifest.floor().at()))
                .append("past", past);
    }

    private static Manifest decode(BsonDocument document) {
        List<Manifest.Past> past =
                document.getArray("past").stream()
                        .map(one -> one.asDocument())
                        .map(one ->
                                new Manifest.Past(
                                        number(one, "n"),
                                        number(one, "at"),
                                        one.getString("root").getValue()))
                        .toList();
        return new Manifest(
                document.getString("_id").getValue(),
                number(document, "revision"),
                number(document, "n"),
                number(document, "at"),
                document.getString("root").getValue(),
                number(document, "sweep"),
                number(document, "sweptTo"),
                new Floor(number(document, "floorN"), number(document, "floorAt")),
                past);
    }

    private static long number(BsonDocument document, String field) {
        return document.getInt64(field).getValue();
    }
}
