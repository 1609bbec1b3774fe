package posthorn.mailbox.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccountAccess;

/** How owners of accounts come in, in memory. */
public final class MemoryAccess implements AccessStore {

    private final Map<String, AccountAccess> stored = new HashMap<>();

    @Override
    public synchronized CompletionStage<Map<String, AccountAccess>> find(
            Collection<String> accounts) {
        Map<String, AccountAccess> found = new HashMap<>();
        accounts.forEach(account -> found.put(account, now(account)));
        return CompletableFuture.completedStage(found);
    }

    private AccountAccess now(String account) {
        return stored.getOrDefault(account, AccountAccess.usual(account));
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(AccountAccess before, AccountAccess next) {
        boolean same = now(before.account()).version() == before.version();
        if (same) {
            stored.put(before.account(), next);
        }
        return CompletableFuture.completedStage(same);
    }

    @Override
    public synchronized CompletionStage<Void> remove(String account) {
        stored.remove(account);
        return CompletableFuture.completedStage(null);
    }
}
