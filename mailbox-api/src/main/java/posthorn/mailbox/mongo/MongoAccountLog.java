package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.WriteModel;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.account.log.Floor;
import posthorn.mailbox.account.log.InsertAnswer;
import posthorn.mailbox.wire.Entries;

/**
 * The account logs in MongoDB: one document per entry, its record in one binary field, what is
 * searched beside it.
 */
public final class MongoAccountLog implements AccountLog {

    private static final int OVERHEAD = 512;
    private static final int DELETED_AT_ONCE = 200;

    private final SharedInserts inserts;
    private final DocumentCollection entries;
    private final Manifests manifests;

    /**
     * @param manifests have the floors
     */
    public MongoAccountLog(MailboxDatabase database, Manifests manifests, StoreLimits limits) {
        this.entries = database.collection(Indexes.ENTRIES);
        this.manifests = manifests;
        this.inserts = new SharedInserts(entries, limits);
    }

    @Override
    public CompletionStage<List<InsertAnswer>> insert(List<Entry> batch) {
        List<CompletableFuture<InsertAnswer>> answers =
                batch.stream().map(entry -> insert(entry).toCompletableFuture()).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<InsertAnswer> insert(Entry entry) {
        byte[] record = Entries.encode(entry).toByteArray();
        BsonDocument document =
                new BsonDocument("_id", new BsonString(entry.proposal()))
                        .append("account", new BsonString(entry.account()))
                        .append("n", new BsonInt64(entry.n()))
                        .append(
                                "keys",
                                new BsonArray(entry.keys().stream().map(BsonString::new).toList()))
                        .append("entry", new BsonBinary(record));
        return inserts.insert(entry.account(), document, record.length + OVERHEAD)
                .thenApply(MongoAccountLog::answer);
    }

    private static InsertAnswer answer(SharedInserts.Answer answer) {
        return switch (answer) {
            case SharedInserts.Answer.Stands stands -> InsertAnswer.OK;
            case SharedInserts.Answer.Taken taken ->
                    taken.index().contains("account_keys")
                            ? InsertAnswer.KEY_TAKEN
                            : InsertAnswer.NUMBER_TAKEN;
            case SharedInserts.Answer.None none -> InsertAnswer.NO_ANSWER;
        };
    }

    @Override
    public CompletionStage<List<Entry>> read(String account, long from, int limit) {
        return find(
                and(eq("account", account), gte("n", from)),
                new FindOptions().sort(ascending("account", "n")).limit(limit));
    }

    @Override
    public CompletionStage<List<Entry>> find(String account, List<String> keys) {
        return find(and(eq("account", account), in("keys", keys)), new FindOptions())
                .thenApply(found ->
                        found.stream().sorted((a, b) -> Long.compare(a.n(), b.n())).toList());
    }

    private CompletionStage<List<Entry>> find(Bson filter, FindOptions options) {
        return MailboxDatabase.bounded(
                entries.find(
                                filter,
                                options.projection(include("entry"))
                                        .maxTime(
                                                MailboxDatabase.ANSWERS_WITHIN.toMillis(),
                                                TimeUnit.MILLISECONDS))
                        .map(document -> Entries.decode(document.getBinary("entry").getData()))
                        .collect()
                        .asList());
    }

    @Override
    public CompletionStage<Long> head(String account) {
        return MailboxDatabase.bounded(
                entries.find(
                                eq("account", account),
                                new FindOptions()
                                        .sort(descending("account", "n"))
                                        .limit(1)
                                        .projection(include("n")))
                        .collect()
                        .first()
                        .map(document ->
                                document == null ? 0L : document.getInt64("n").getValue()));
    }

    @Override
    public CompletionStage<Void> remove(String account, long n, String proposal) {
        return MailboxDatabase.bounded(
                entries.deleteOne(and(eq("account", account), eq("n", n), eq("_id", proposal)))
                        .replaceWithVoid());
    }

    @Override
    public CompletionStage<Void> deleteThrough(String account, long through) {
        return MailboxDatabase.bounded(deletePages(account, through));
    }

    /** Ordered, so that what is left begins at one number whenever it ends. */
    private Uni<Void> deletePages(String account, long through) {
        return entries.find(
                        and(eq("account", account), lte("n", through)),
                        new FindOptions()
                                .sort(ascending("account", "n"))
                                .limit(DELETED_AT_ONCE)
                                .projection(include("n")))
                .map(document ->
                        (WriteModel<BsonDocument>)
                                new DeleteOneModel<BsonDocument>(
                                        and(eq("account", account), eq("n", document.get("n")))))
                .collect()
                .asList()
                .flatMap(page ->
                        page.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : entries.bulkWrite(page, new BulkWriteOptions().ordered(true))
                                        .flatMap(done -> deletePages(account, through)));
    }

    @Override
    public CompletionStage<Floor> floor(String account) {
        return manifests
                .read(account)
                .thenApply(found -> found.map(Manifest::floor).orElse(Floor.NONE));
    }
}
