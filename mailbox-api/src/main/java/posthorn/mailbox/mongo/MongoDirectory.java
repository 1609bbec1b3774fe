package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.MongoException;
import io.quarkus.mongodb.FindOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;

/**
 * The directory in MongoDB: a document per domain ({@code _id} "d:name") and per address
 * ("a:address").
 */
public final class MongoDirectory implements DirectoryStore {

    private static final String DOMAIN = "d:";
    private static final String ADDRESS = "a:";
    private static final int DUPLICATE = 11000;
    private static final int MOST_DOMAINS = 10_000;

    private final DocumentCollection collection;

    /** The directory in this database. */
    public MongoDirectory(MailboxDatabase database) {
        this.collection = database.collection(Indexes.DIRECTORY);
    }

    @Override
    public CompletionStage<Boolean> add(Domain domain) {
        return insert(
                new BsonDocument("_id", new BsonString(DOMAIN + domain.name()))
                        .append("kind", new BsonString("domain"))
                        .append("domain", new BsonString(domain.name()))
                        .append("postmaster", new BsonString(domain.postmaster()))
                        .append("created", new BsonInt64(domain.created())));
    }

    @Override
    public CompletionStage<Found> find(Collection<String> domains, Collection<String> addresses) {
        List<String> ids =
                Stream.concat(
                                domains.stream().map(name -> DOMAIN + name),
                                addresses.stream().map(address -> ADDRESS + address))
                        .toList();
        return ids.isEmpty()
                ? CompletableFuture.completedStage(new Found(Map.of(), Map.of()))
                : find(in("_id", ids), options())
                        .collect()
                        .asList()
                        .map(MongoDirectory::found)
                        .subscribeAsCompletionStage();
    }

    private static Found found(List<BsonDocument> documents) {
        Map<String, Domain> domains = new HashMap<>();
        Map<String, AddressEntry> entries = new HashMap<>();
        for (BsonDocument document : documents) {
            if (text(document, "_id").startsWith(DOMAIN)) {
                Domain domain = domain(document);
                domains.put(domain.name(), domain);
            } else {
                AddressEntry entry = entry(document);
                entries.put(entry.address(), entry);
            }
        }
        return new Found(domains, entries);
    }

    @Override
    public CompletionStage<List<Domain>> domains() {
        return find(eq("kind", "domain"), options().limit(MOST_DOMAINS))
                .map(MongoDirectory::domain)
                .collect()
                .asList()
                .map(all ->
                        all.stream()
                                .sorted((a, b) -> Long.compare(a.created(), b.created()))
                                .toList())
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> removeDomain(String name) {
        return delete(eq("_id", DOMAIN + name));
    }

    @Override
    public CompletionStage<Boolean> add(AddressEntry entry) {
        return insert(document(entry));
    }

    @Override
    public CompletionStage<Optional<AddressEntry.Account>> account(String id) {
        return find(and(eq("account", id), eq("kind", "account")), options().limit(1))
                .map(MongoDirectory::account)
                .collect()
                .first()
                .map(Optional::ofNullable)
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<List<AddressEntry>> inDomain(String domain, int limit) {
        return find(
                        and(in("kind", "account", "alias"), eq("domain", domain)),
                        options().sort(ascending("created", "_id")).limit(limit))
                .map(MongoDirectory::entry)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<List<AddressEntry.Account>> accounts(
            String domain, String after, int limit) {
        Bson page = and(eq("kind", "account"), gt("_id", ADDRESS + after));
        return find(
                        domain.isEmpty() ? page : and(page, eq("domain", domain)),
                        options().sort(ascending("_id")).limit(limit))
                .map(MongoDirectory::account)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<List<AddressEntry.Account>> unsettled(String after, int limit) {
        return find(
                        and(eq("settled", false), gt("_id", ADDRESS + after)),
                        options().sort(ascending("_id")).limit(limit))
                .map(MongoDirectory::account)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> replace(
            AddressEntry.Account before, AddressEntry.Account next) {
        return collection
                .replaceOne(exactly(before), document(next))
                .map(result -> result.getMatchedCount() == 1)
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> remove(AddressEntry entry) {
        return delete(
                entry instanceof AddressEntry.Account account
                        ? exactly(account)
                        : and(
                                eq("_id", ADDRESS + entry.address()),
                                eq("kind", "alias"),
                                eq("account", entry.account())));
    }

    @Override
    public CompletionStage<Void> bury(AddressEntry.Account account, long at) {
        return insert(
                        new BsonDocument("_id", new BsonString("x:" + account.account()))
                                .append("kind", new BsonString("gone"))
                                .append("domain", new BsonString(account.domain()))
                                .append("account", new BsonString(account.account()))
                                .append("address", new BsonString(account.address()))
                                .append("created", new BsonInt64(at)))
                .thenApply(whether -> null);
    }

    @Override
    public CompletionStage<Void> removeAliases(String account) {
        return collection
                .deleteMany(and(eq("account", account), eq("kind", "alias")))
                .replaceWithVoid()
                .subscribeAsCompletionStage();
    }

    private static Bson exactly(AddressEntry.Account account) {
        return and(
                eq("_id", ADDRESS + account.address()),
                eq("account", account.account()),
                eq("state", account.state().name()),
                eq("wish", account.wish()),
                eq("settled", account.settled()),
                eq("password", account.password()));
    }

    private CompletionStage<Boolean> insert(BsonDocument document) {
        return collection
                .insertOne(document)
                .map(result -> true)
                .onFailure(MongoDirectory::taken)
                .recoverWithItem(false)
                .subscribeAsCompletionStage();
    }

    private static boolean taken(Throwable failure) {
        return failure instanceof MongoException error && error.getCode() == DUPLICATE;
    }

    private CompletionStage<Boolean> delete(Bson filter) {
        return collection
                .deleteOne(filter)
                .map(result -> result.getDeletedCount() == 1)
                .subscribeAsCompletionStage();
    }

    private io.smallrye.mutiny.Multi<BsonDocument> find(Bson filter, FindOptions options) {
        return collection.find(filter, options);
    }

    private static FindOptions options() {
        return new FindOptions()
                .maxTime(
                        MailboxDatabase.ANSWERS_WITHIN.toMillis(),
                        java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private static BsonDocument document(AddressEntry entry) {
        BsonDocument document =
                new BsonDocument("_id", new BsonString(ADDRESS + entry.address()))
                        .append("domain", new BsonString(entry.domain()))
                        .append("account", new BsonString(entry.account()))
                        .append("created", new BsonInt64(entry.created()));
        return switch (entry) {
            case AddressEntry.Account account ->
                    document.append("kind", new BsonString("account"))
                            .append("state", new BsonString(account.state().name()))
                            .append("wish", new BsonInt64(account.wish()))
                            .append("settled", BsonBoolean.valueOf(account.settled()))
                            .append("password", new BsonString(account.password()));
            case AddressEntry.Alias alias ->
                    document.append("kind", new BsonString("alias"))
                            .append("target", new BsonString(alias.target()));
        };
    }

    private static Domain domain(BsonDocument document) {
        return new Domain(
                text(document, "domain"),
                text(document, "postmaster"),
                document.getInt64("created").getValue());
    }

    private static AddressEntry entry(BsonDocument document) {
        return text(document, "kind").equals("account") ? account(document) : alias(document);
    }

    private static AddressEntry.Account account(BsonDocument document) {
        return new AddressEntry.Account(
                text(document, "_id").substring(ADDRESS.length()),
                text(document, "domain"),
                text(document, "account"),
                AccountStatus.valueOf(text(document, "state")),
                document.getInt64("wish").getValue(),
                document.getBoolean("settled").getValue(),
                text(document, "password"),
                document.getInt64("created").getValue());
    }

    private static AddressEntry.Alias alias(BsonDocument document) {
        return new AddressEntry.Alias(
                text(document, "_id").substring(ADDRESS.length()),
                text(document, "domain"),
                text(document, "account"),
                text(document, "target"),
                document.getInt64("created").getValue());
    }

    private static String text(BsonDocument document, String field) {
        return document.getString(field).getValue();
    }
}
