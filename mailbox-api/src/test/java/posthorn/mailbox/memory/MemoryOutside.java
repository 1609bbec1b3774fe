package posthorn.mailbox.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import posthorn.mailbox.outside.OutsideAccount;
import posthorn.mailbox.outside.OutsideDirectory;

/** An outside directory in memory, which can be away. */
public final class MemoryOutside implements OutsideDirectory {

    private final Map<String, OutsideAccount> accounts = new ConcurrentHashMap<>();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private volatile boolean isAway;
    private volatile int questions;

    /** Has an account with a further address. */
    public MemoryOutside with(String address, String other, String password) {
        OutsideAccount account = new OutsideAccount(address, "uid=" + address);
        accounts.put(address, account);
        accounts.put(other, account);
        passwords.put(account.name(), password);
        return this;
    }

    /** The address is nobody's any more. */
    public void without(String address) {
        accounts.remove(address);
    }

    /** Whether it gives no answers. */
    public void away(boolean away) {
        isAway = away;
    }

    /** How often it was asked for addresses. */
    public int questions() {
        return questions;
    }

    @Override
    public boolean covers(String domain) {
        return domain.equals("a.example");
    }

    @Override
    public synchronized CompletionStage<Map<String, OutsideAccount>> find(
            Collection<String> addresses) {
        questions++;
        Map<String, OutsideAccount> found = new HashMap<>(accounts);
        found.keySet().retainAll(addresses);
        return answer(found);
    }

    @Override
    public CompletionStage<Boolean> accepts(OutsideAccount account, String password) {
        return answer(password.equals(passwords.get(account.name())));
    }

    private <T> CompletionStage<T> answer(T answer) {
        return isAway
                ? CompletableFuture.failedStage(new IllegalStateException("away"))
                : CompletableFuture.completedStage(answer);
    }
}
