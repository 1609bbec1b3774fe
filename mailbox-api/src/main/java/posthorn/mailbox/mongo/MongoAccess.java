package posthorn.mailbox.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccountAccess;

/**
 * How owners of accounts come in, in MongoDB: a document for each account beside those of the
 * directory, whose {@code _id} is "access:id". {@link AccessDocuments} says what they look like.
 */
public final class MongoAccess implements AccessStore {

    private static final String ACCESS = "access:";

    private final DocumentCollection collection;

    /** Documents in this database. */
    public MongoAccess(MailboxDatabase database) {
        this.collection = database.collection(Indexes.DIRECTORY);
    }

    @Override
    public CompletionStage<Map<String, AccountAccess>> find(Collection<String> accounts) {
        Map<String, AccountAccess> found = new HashMap<>();
        accounts.forEach(account -> found.put(account, AccountAccess.usual(account)));
        return accounts.isEmpty()
                ? CompletableFuture.completedStage(found)
                : MailboxDatabase.bounded(
                        collection
                                .find(in("_id", accounts.stream().map(a -> ACCESS + a).toList()))
                                .map(AccessDocuments::access)
                                .invoke(access -> found.put(access.account(), access))
                                .collect()
                                .last()
                                .replaceWith(found));
    }

    @Override
    public CompletionStage<Boolean> replace(AccountAccess before, AccountAccess next) {
        String id = ACCESS + before.account();
        return MailboxDatabase.bounded(
                before.version() == 0
                        ? collection.insertNew(AccessDocuments.document(id, next))
                        : collection.replaceMatching(
                                and(eq("_id", id), eq("version", before.version())),
                                AccessDocuments.document(id, next)));
    }

    @Override
    public CompletionStage<Void> remove(String account) {
        return MailboxDatabase.bounded(
                collection.deleteOne(eq("_id", ACCESS + account)).replaceWithVoid());
    }
}
