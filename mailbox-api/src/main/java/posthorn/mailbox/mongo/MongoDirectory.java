package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static posthorn.mailbox.mongo.DirectoryDocuments.ADDRESS;
import static posthorn.mailbox.mongo.DirectoryDocuments.DOMAIN;
import static posthorn.mailbox.mongo.DirectoryDocuments.FORWARD;
import static posthorn.mailbox.mongo.DirectoryDocuments.document;
import static posthorn.mailbox.mongo.DirectoryDocuments.id;
import static posthorn.mailbox.mongo.DirectoryDocuments.text;

import io.quarkus.mongodb.FindOptions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.directory.Domain;

/** The directory in MongoDB; {@link DirectoryDocuments} says what its documents look like. */
public final class MongoDirectory implements DirectoryStore {

    private static final String SECRET = "s:";
    private static final int MOST_DOMAINS = 10_000;

    /** Kinds of what an address can stand for. */
    private static final List<String> ADDRESSES =
            List.of("account", "alias", "group", "forward", "listed");

    private final DocumentCollection collection;

    /** The directory in this database. */
    public MongoDirectory(MailboxDatabase database) {
        this.collection = database.collection(Indexes.DIRECTORY);
    }

    @Override
    public CompletionStage<Boolean> add(Domain domain) {
        return insert(document(domain));
    }

    /** A document of an earlier release has no version. */
    @Override
    public CompletionStage<Boolean> replace(Domain before, Domain next) {
        Bson version =
                before.version() == 0
                        ? or(eq("version", 0L), exists("version", false))
                        : eq("version", before.version());
        return replace(and(eq("_id", DOMAIN + before.name()), version), document(next));
    }

    @Override
    public CompletionStage<Found> find(Collection<String> domains, Collection<String> addresses) {
        List<String> ids =
                Stream.concat(
                                domains.stream().map(name -> DOMAIN + name),
                                addresses.stream()
                                        .flatMap(a -> Stream.of(ADDRESS + a, FORWARD + a)))
                        .toList();
        return ids.isEmpty()
                ? CompletableFuture.completedStage(new Found(Map.of(), Map.of(), Map.of()))
                : find(in("_id", ids), options())
                        .collect()
                        .asList()
                        .map(DirectoryDocuments::found)
                        .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<List<Domain>> domains() {
        return find(eq("kind", "domain"), options().limit(MOST_DOMAINS))
                .map(DirectoryDocuments::domain)
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
                .map(DirectoryDocuments::account)
                .collect()
                .first()
                .map(Optional::ofNullable)
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<List<AddressEntry>> inDomain(String domain, int limit) {
        return find(
                        and(in("kind", ADDRESSES), eq("domain", domain)),
                        options().sort(ascending("created", "_id")).limit(limit))
                .map(DirectoryDocuments::entry)
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
                .map(DirectoryDocuments::account)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<List<AddressEntry.Account>> unsettled(String after, int limit) {
        return find(
                        and(eq("settled", false), gt("_id", ADDRESS + after)),
                        options().sort(ascending("_id")).limit(limit))
                .map(DirectoryDocuments::account)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> replace(
            AddressEntry.Account before, AddressEntry.Account next) {
        return replace(exactly(before), document(next));
    }

    @Override
    public CompletionStage<Boolean> replace(AddressEntry.Group before, AddressEntry.Group next) {
        return replace(
                and(eq("_id", id(before)), eq("kind", "group"), eq("version", before.version())),
                document(next));
    }

    private CompletionStage<Boolean> replace(Bson filter, BsonDocument next) {
        return collection.replaceMatching(filter, next).subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> remove(AddressEntry entry) {
        return delete(
                switch (entry) {
                    case AddressEntry.Account account -> exactly(account);
                    case AddressEntry.Group group ->
                            and(
                                    eq("_id", id(group)),
                                    eq("kind", "group"),
                                    eq("version", group.version()));
                    case AddressEntry.Alias _, AddressEntry.Forward _, AddressEntry.Listed _ ->
                            and(
                                    eq("_id", id(entry)),
                                    eq("kind", text(document(entry), "kind")),
                                    eq("account", entry.account()),
                                    eq("created", entry.created()));
                });
    }

    @Override
    public CompletionStage<List<AddressEntry>> entries(
            Kind kind, String domain, String after, int limit) {
        Bson page =
                and(
                        eq("kind", DirectoryDocuments.word(kind)),
                        gt("_id", DirectoryDocuments.prefix(kind) + after));
        return find(
                        domain.isEmpty() ? page : and(page, eq("domain", domain)),
                        options().sort(ascending("_id")).limit(limit))
                .map(DirectoryDocuments::entry)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<List<AddressEntry>> aliasesOf(String target, int limit) {
        return find(and(eq("kind", "alias"), eq("target", target)), options().limit(limit))
                .map(DirectoryDocuments::entry)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<List<Domain>> aliasDomainsOf(String name, int limit) {
        return find(and(eq("kind", "domain"), eq("aliasOf", name)), options().limit(limit))
                .map(DirectoryDocuments::domain)
                .collect()
                .asList()
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<byte[]> secret(String name, byte[] fresh) {
        return insert(
                        new BsonDocument("_id", new BsonString(SECRET + name))
                                .append("kind", new BsonString("secret"))
                                .append("secret", new BsonBinary(fresh)))
                .thenCompose(made ->
                        made
                                ? CompletableFuture.completedStage(fresh)
                                : find(eq("_id", SECRET + name), options())
                                        .map(found -> found.getBinary("secret").getData())
                                        .collect()
                                        .first()
                                        .subscribeAsCompletionStage());
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
                .deleteMany(and(eq("account", account), in("kind", "alias", "accountForward")))
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
                eq("password", account.password()),
                account.scram().isEmpty()
                        ? or(eq("scram", ""), exists("scram", false))
                        : eq("scram", account.scram()));
    }

    private CompletionStage<Boolean> insert(BsonDocument document) {
        return collection.insertNew(document).subscribeAsCompletionStage();
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
}
