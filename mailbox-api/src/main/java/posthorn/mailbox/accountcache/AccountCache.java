package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.log.AppendSettings;
import posthorn.mailbox.account.log.Appender;
import posthorn.mailbox.registry.AccountLogs;

/**
 * The accounts that this pod has in memory: made when somebody asks for one, put away when there
 * are too many and nobody uses it. Any number of pods may do so at once. Safe for all threads; no
 * call waits.
 */
public final class AccountCache implements AccountLogs, AutoCloseable {

    private static final Duration TIDY = Duration.ofSeconds(1);

    private final ConcurrentMap<String, CachedAccount> accounts = new ConcurrentHashMap<>();
    private final Stores stores;
    private final AppendSettings settings;
    private final EntryNotifier notices;
    private final Supplier<String> ids;
    private final UnaryOperator<Entry> codec;
    private final InstantSource clock;
    private final int most;
    private final long mostOctets;
    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final EffectRunner runner;

    /**
     * @param ids of proposals: never the same twice, in no pod
     * @param codec an entry as others will read it
     * @param most accounts to keep when they are idle
     * @param mostOctets about as much memory for idle accounts
     */
    public AccountCache(
            Stores stores,
            AppendSettings settings,
            EntryNotifier notices,
            Supplier<String> ids,
            UnaryOperator<Entry> codec,
            InstantSource clock,
            int most,
            long mostOctets) {
        this.stores = stores;
        this.settings = settings;
        this.notices = notices;
        this.ids = ids;
        this.codec = codec;
        this.clock = clock;
        this.most = most;
        this.mostOctets = mostOctets;
        this.threads =
                Executors.newFixedThreadPool(
                        Math.max(2, Runtime.getRuntime().availableProcessors()),
                        Thread.ofPlatform().daemon().name("account-", 0).factory());
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("account-timer").factory());
        this.runner = new EffectRunner(stores, new Loader(stores), timer, settings.lookLimit());
        timer.scheduleWithFixedDelay(
                this::tidy, TIDY.toMillis(), TIDY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What they are kept in. */
    public Stores stores() {
        return stores;
    }

    @Override
    public Uni<Result> execute(String account, Command command) {
        return call(account, cached -> cached.execute(command, null, null));
    }

    /**
     * Does a command that adds a message, once per key.
     *
     * @param body id of the body in the command
     * @param content its octets; not to be changed until the answer
     */
    public Uni<Result> execute(
            String account, Command command, String body, List<ByteBuffer> content) {
        return call(account, cached -> cached.execute(command, body, content));
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

    /** Another pod appended entry n: those who watch here have to hear of it. */
    public void noticed(String account, long n) {
        CachedAccount known = accounts.get(account);
        if (known != null) {
            known.noticed(n);
        }
    }

    /** Compares the heads of all watched accounts with the store. */
    public void compareWatched() {
        accounts.values().stream().filter(CachedAccount::isWatched).forEach(CachedAccount::refresh);
    }

    /** Accounts in memory. */
    public int size() {
        return accounts.size();
    }

    /** Accounts whose log cannot be read to its end. */
    public List<String> stuck() {
        return accounts.values().stream()
                .filter(account -> !account.stuck().isEmpty())
                .map(CachedAccount::id)
                .toList();
    }

    /** Watches from now on; {@link #unwatch} ends it. */
    Watcher watch(String account, int bound) {
        Watcher watcher = new Watcher(bound);
        while (!cached(account).watch(watcher)) {
            accounts.computeIfPresent(account, (id, gone) -> gone.closeIfIdle() ? null : gone);
        }
        return watcher;
    }

    void unwatch(String account, Watcher watcher) {
        CachedAccount known = accounts.get(account);
        if (known != null) {
            known.unwatch(watcher);
        }
    }

    Collection<CachedAccount> all() {
        return accounts.values();
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
        return accounts.computeIfAbsent(
                account,
                id ->
                        new CachedAccount(
                                id,
                                new Appender(settings, ids, codec),
                                new SerialQueue(threads),
                                runner,
                                notices,
                                clock));
    }

    /**
     * Puts idle accounts away, those that nobody used for longest first, until the rest is within
     * the bounds.
     */
    private void tidy() {
        int count = accounts.size();
        long octets = accounts.values().stream().mapToLong(CachedAccount::weight).sum();
        if (count <= most && octets <= mostOctets) {
            return;
        }
        List<CachedAccount> oldest =
                accounts.values().stream()
                        .sorted(Comparator.comparingLong(CachedAccount::lastUsed))
                        .toList();
        for (CachedAccount account : oldest) {
            if (count <= most && octets <= mostOctets) {
                return;
            }
            if (account.closeIfIdle()) {
                accounts.remove(account.id(), account);
                count--;
                octets -= account.weight();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
