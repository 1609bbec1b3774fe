package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.log.Appender;
import posthorn.mailbox.registry.AccountLogs;
import posthorn.runtime.metrics.CacheCounts;
import posthorn.runtime.metrics.CacheFigures;

/**
 * The accounts that this pod has in memory: made when somebody asks for one, put away when there
 * are too many and nobody uses it. Any number of pods may do so at once. Safe for all threads; no
 * call waits.
 */
public final class AccountCache implements AccountLogs {

    /**
     * How much is kept.
     *
     * @param accounts that are kept when they are idle
     * @param octets of memory, about, that idle accounts may take
     */
    public record Limits(int accounts, long octets) {}

    private final ConcurrentMap<String, CachedAccount> accounts = new ConcurrentHashMap<>();
    private final Held held = new Held();
    private final Stores stores;
    private final Supplier<Appender> appenders;
    private final Limits limits;
    private final CachedAccount.Shared shared;
    private final CacheCounts counts =
            new CacheCounts(accounts::size, () -> OptionalLong.of(octets()));
    private volatile QuotaObserver quota = (account, level) -> {};

    /**
     * A cache that holds nothing yet.
     *
     * @param appenders makes the machine of an account that comes into memory
     * @param scheduler where the work of the accounts runs
     */
    public AccountCache(
            Stores stores,
            Supplier<Appender> appenders,
            EntryNotifier notifier,
            Scheduler scheduler,
            Limits limits) {
        this.stores = stores;
        this.appenders = appenders;
        this.limits = limits;
        EffectRunner runner = new EffectRunner(stores, new Loader(stores), held);
        this.shared =
                new CachedAccount.Shared(
                        scheduler,
                        runner,
                        notifier,
                        (account, level) -> quota.due(account, level),
                        held);
    }

    /** What they are kept in. */
    public Stores stores() {
        return stores;
    }

    /** Who hears which owners have to be told how full their account is; nobody before. */
    public void observe(QuotaObserver observer) {
        quota = observer;
    }

    /** What they hold for those who ask and watch. */
    public Held held() {
        return held;
    }

    @Override
    public Uni<Result> execute(String account, Command command) {
        return execute(account, command, List.of(), AccountCache::nothing);
    }

    private static void nothing() {}

    /**
     * Does a command that adds a message, once per key.
     *
     * @param content its octets, exactly as many as the command says. They belong to the account
     *     from the subscription until {@code released}, and are not to be changed meanwhile: they
     *     may be needed after the caller has his answer, or has gone
     * @param released runs exactly once for each subscription, when the content is needed no
     *     longer; it must not wait
     */
    public Uni<Result> execute(
            String account, Command command, List<ByteBuffer> content, Runnable released) {
        return call(account, cached -> cached.execute(command, content, released));
    }

    /** A state at least as new as the store is now. */
    public Uni<AccountState> current(String account) {
        return call(account, CachedAccount::refresh);
    }

    /**
     * The state as this pod knows it: perhaps behind the store, but not behind anything this pod
     * told anybody.
     */
    public Uni<AccountState> known(String account) {
        CachedAccount known = accounts.get(account);
        AccountState state = known == null ? null : known.state();
        return state == null ? current(account) : Uni.createFrom().item(state);
    }

    /**
     * A state whose segments are where the newest checkpoint has them.
     *
     * @param missing names of segments that an older state names and that are not in the store
     */
    Uni<AccountState> reload(String account, Set<String> missing) {
        return call(account, cached -> cached.reload(missing));
    }

    /** Another pod appended entry n: those who watch here have to hear of it. */
    public void noticed(String account, long n) {
        CachedAccount known = accounts.get(account);
        if (known != null) {
            known.noticed(n);
        }
    }

    /** Accounts in memory. */
    public int size() {
        return accounts.size();
    }

    /** How well it serves. */
    public CacheFigures figures() {
        return counts;
    }

    private long octets() {
        return accounts.values().stream().mapToLong(CachedAccount::weight).sum();
    }

    /** Accounts whose log cannot be read to its end. */
    public List<String> stuck() {
        return accounts.values().stream()
                .filter(account -> !account.stuck().isEmpty())
                .map(CachedAccount::id)
                .toList();
    }

    /**
     * Accounts whose work does not go on, with since when: their tasks wait for nothing, so that
     * one that has run or waited for its turn for long does not come back.
     *
     * @param most of them
     */
    public Map<String, Duration> standing(Duration within, int most) {
        return accounts.values().stream()
                .filter(account -> account.sinceTurn().compareTo(within) > 0)
                .limit(most)
                .collect(Collectors.toMap(CachedAccount::id, CachedAccount::sinceTurn));
    }

    /** Watches from now on; {@link #unwatch} ends it. */
    Watcher watch(String account, int bound) {
        Watcher watcher = new Watcher(bound);
        while (true) {
            CachedAccount cached = cached(account);
            if (cached.watch(watcher)) {
                return watcher;
            }
            accounts.remove(account, cached);
        }
    }

    /** Ends a watch, also one that has not begun yet. */
    void unwatch(String account, Watcher watcher) {
        watcher.close();
        CachedAccount known = accounts.get(account);
        if (known != null) {
            known.unwatch(watcher);
        }
    }

    Collection<CachedAccount> all() {
        return accounts.values();
    }

    boolean contains(String account) {
        return accounts.containsKey(account);
    }

    private <T> Uni<T> call(
            String account, Function<CachedAccount, @Nullable CompletableFuture<T>> call) {
        return Uni.createFrom()
                .completionStage(() -> {
                    while (true) {
                        CachedAccount cached = cached(account);
                        CompletableFuture<T> answer = call.apply(cached);
                        if (answer != null) {
                            return answer;
                        }
                        accounts.remove(account, cached);
                    }
                });
    }

    private CachedAccount cached(String account) {
        CachedAccount known = accounts.get(account);
        counts.asked(known != null);
        return known != null
                ? known
                : accounts.computeIfAbsent(
                        account, id -> new CachedAccount(id, appenders.get(), shared));
    }

    /** An account, and when it was used last: as it was when this was made. */
    private record Use(CachedAccount account, long idle) {}

    /**
     * Puts idle accounts away, those that nobody used for longest first, until the rest is within
     * the limits. To be called now and then.
     */
    public void tidy() {
        int count = accounts.size();
        long octets = octets();
        if (count <= limits.accounts() && octets <= limits.octets()) {
            return;
        }
        long now = shared.scheduler().nanos();
        // The times change while they are sorted, so each is looked at once.
        List<Use> longestIdleFirst =
                accounts.values().stream()
                        .map(account -> new Use(account, now - account.lastUsed()))
                        .sorted(Comparator.comparingLong(Use::idle).reversed())
                        .toList();
        for (Use use : longestIdleFirst) {
            if (count <= limits.accounts() && octets <= limits.octets()) {
                return;
            }
            if (use.account().closeIfIdle()) {
                accounts.remove(use.account().id(), use.account());
                counts.evicted();
                count--;
                octets -= use.account().weight();
            }
        }
    }
}
