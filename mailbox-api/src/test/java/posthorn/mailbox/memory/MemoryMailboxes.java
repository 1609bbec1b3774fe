package posthorn.mailbox.memory;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.log.AppendSettings;
import posthorn.mailbox.account.log.Appender;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.mailbox.accountcache.EntryNotifier;
import posthorn.mailbox.accountcache.FactsCache;
import posthorn.mailbox.accountcache.SegmentReader;
import posthorn.mailbox.accountcache.Stores;
import posthorn.mailbox.accountcache.ThreadScheduler;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.search.MessageSearch;
import posthorn.mailbox.search.SearchLimits;
import posthorn.mailbox.search.Searches;
import posthorn.mailbox.tracing.EntryTraces;
import posthorn.protocol.wire.DeliverRequest;

/** Accounts, messages on their way in and searches, over stores in memory. */
public final class MemoryMailboxes implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MEGABYTE = 1024 * 1024;

    private final AtomicLong ids = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Stores stores;
    private final ThreadScheduler scheduler;
    private final AccountCache accounts;
    private final MemoryTransitBodies transit;
    private final OctetBudget deliveries = budget(8);
    private final OctetBudget uploadMemory = budget(4);
    private final OctetBudget searchMemory = budget(4);
    private final Permits uploads = new Permits("uploads", 100, 50);
    private final MessageIntake intake;
    private final SegmentReader reads;

    /**
     * @param watched what the store of bodies becomes before it is used
     */
    public MemoryMailboxes(UnaryOperator<BodyStore> watched) {
        InstantSource clock = InstantSource.system();
        MemoryManifests manifests = new MemoryManifests();
        this.stores =
                new Stores(
                        new MemoryLog(manifests),
                        watched.apply(new MemoryBodiesAndSegments.Bodies()),
                        new MemoryBodiesAndSegments.Parts(),
                        manifests);
        this.scheduler = new ThreadScheduler(clock);
        this.accounts =
                new AccountCache(
                        stores,
                        () ->
                                new Appender(
                                        AppendSettings.DEFAULT,
                                        () -> "p" + ids.incrementAndGet(),
                                        UnaryOperator.identity()),
                        EntryNotifier.NONE,
                        scheduler,
                        new AccountCache.Limits(1000, 16 * MEGABYTE));
        this.transit = new MemoryTransitBodies(clock);
        this.intake =
                new MessageIntake(
                        accounts,
                        transit,
                        new MessageIntake.Limits(deliveries, uploadMemory, uploads, 100 * MEGABYTE),
                        EntryTraces.OFF,
                        threads,
                        RandomGenerator.getDefault(),
                        clock);
        this.reads = new SegmentReader(accounts);
    }

    private static OctetBudget budget(int megabytes) {
        long octets = (long) megabytes * MEGABYTE;
        return new OctetBudget(
                "tests", new OctetBudget.Bounds(octets, octets / 2, 100, 50, PATIENCE));
    }

    /** Makes an account with the usual mailboxes. */
    public void create(String account, long quota) {
        done(
                accounts.execute(
                        account, new Command.CreateAccount("create", QuotaLimits.octets(quota))));
    }

    /** Gives the account limits of its own. */
    public void setQuota(String account, QuotaLimits limits) {
        done(
                accounts.execute(
                        account, new Command.SetQuota("quota" + ids.incrementAndGet(), limits)));
    }

    /** Delivers a message to an account; its UID. */
    public long deliver(String account, String message) {
        Result result =
                intake.deliver(
                                DeliverRequest.newBuilder()
                                        .setAccount(account)
                                        .setKey("k" + ids.incrementAndGet())
                                        .setInline(
                                                ByteString.copyFrom(
                                                        message, StandardCharsets.UTF_8))
                                        .setArrived(1_700_000_000_000L)
                                        .build())
                        .await()
                        .atMost(PATIENCE);
        return done(result).uids().first(0);
    }

    private static void done(Uni<Result> result) {
        done(result.await().atMost(PATIENCE));
    }

    private static CommandOutcome.Done done(Result result) {
        if (result.outcome() instanceof CommandOutcome.Done done) {
            return done;
        }
        throw new AssertionError("refused: " + result);
    }

    /** Searches in these mailboxes. */
    public Searches searches(SearchLimits limits) {
        return new Searches(
                reads,
                facts(),
                new MessageSearch(stores.bodies(), searchMemory, threads),
                limits,
                threads);
    }

    public FactsCache facts() {
        return new FactsCache(reads, MEGABYTE, threads);
    }

    public SegmentReader reads() {
        return reads;
    }

    public AccountCache accounts() {
        return accounts;
    }

    public MessageIntake intake() {
        return intake;
    }

    public MemoryTransitBodies transit() {
        return transit;
    }

    /** Octets that any budget has lent. */
    public long held() {
        return deliveries.held() + uploadMemory.held() + searchMemory.held();
    }

    /** Uploads under way. */
    public int uploads() {
        return uploads.held();
    }

    @Override
    public void close() {
        scheduler.close();
        threads.shutdownNow();
    }
}
