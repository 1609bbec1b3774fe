package posthorn.mailbox;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import posthorn.mailbox.account.AccountLimits;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.account.log.AppendSettings;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.CachedSegments;
import posthorn.mailbox.accountcache.EntryNotifier;
import posthorn.mailbox.accountcache.Housekeeping;
import posthorn.mailbox.accountcache.OctetBudget;
import posthorn.mailbox.accountcache.SegmentReader;
import posthorn.mailbox.accountcache.Stores;
import posthorn.mailbox.accountcache.Transit;
import posthorn.mailbox.accountcache.Watches;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoAccountLog;
import posthorn.mailbox.mongo.MongoBodies;
import posthorn.mailbox.mongo.MongoDirectory;
import posthorn.mailbox.mongo.MongoManifests;
import posthorn.mailbox.mongo.MongoSegments;
import posthorn.mailbox.mongo.MongoTransit;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.Finisher;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.registry.Resolver;
import posthorn.mailbox.search.Searches;
import posthorn.mailbox.signin.Delays;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.Verified;
import posthorn.mailbox.wire.Entries;
import posthorn.protocol.wire.MessageIds;

/**
 * The parts of one {@code mailbox-api}, put together on one database: what the HTTP and gRPC
 * services call. It knows of no framework, so that tests run several of them side by side.
 */
public final class MailboxComponents implements AutoCloseable {

    private static final int MESSAGES_WAITING = 10_000;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final ExecutorService parsing;
    private final Passwords passwords;
    private final AccountCache accounts;
    private final Housekeeping housekeeping;
    private final Registry registry;
    private final Finisher finisher;
    private final Resolver resolver;
    private final Authenticator signIn;
    private final AccountLookup lookup;
    private final Transit transit;
    private final MessageIntake intake;
    private final SegmentReader reads;
    private final Searches searches;
    private final Watches watches;

    /** Puts the parts together; nothing is asked of the store yet. */
    public MailboxComponents(
            MailboxSettings settings, MailboxDatabase database, EntryNotifier notices) {
        int atOnce = settings.store().insertsAtOnce();
        int waiting = settings.store().insertsWaiting();
        this.parsing = parsing();
        Stores stores = stores(settings, database);
        this.transit = new MongoTransit(database, atOnce, waiting);
        this.accounts =
                new AccountCache(
                        stores,
                        appending(settings),
                        notices,
                        () -> MessageIds.random(random),
                        entry -> Entries.decode(Entries.encode(entry)),
                        clock,
                        settings.accountCache().accounts(),
                        settings.accountCache().octets());
        this.housekeeping = housekeeping(settings);
        OctetBudget memory = new OctetBudget(settings.message().octetsInMemory(), MESSAGES_WAITING);
        this.intake =
                new MessageIntake(
                        accounts,
                        transit,
                        memory,
                        parsing,
                        random,
                        clock,
                        settings.message().mostOctets());
        this.reads = new SegmentReader(stores.segments());
        this.searches = new Searches(reads, stores.bodies(), memory, parsing);
        this.watches = new Watches(accounts, settings.watch().buffer());

        DirectoryStore directory = new MongoDirectory(database);
        this.passwords =
                new Passwords(settings.signIn().hashesAtOnce(), settings.signIn().hashesWaiting());
        this.finisher = new Finisher(directory, accounts, clock, settings.account().quota());
        this.registry = new Registry(directory, finisher, passwords, clock, random);
        this.resolver = new Resolver(directory);
        this.lookup = new AccountLookup(directory);
        this.signIn = signIn(settings.signIn(), directory);
    }

    private static ExecutorService parsing() {
        return Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name("parsing-", 0).factory());
    }

    private static Stores stores(MailboxSettings settings, MailboxDatabase database) {
        int atOnce = settings.store().insertsAtOnce();
        int waiting = settings.store().insertsWaiting();
        Manifests manifests = new MongoManifests(database);
        return new Stores(
                new MongoAccountLog(database, manifests, atOnce, waiting),
                new MongoBodies(database, atOnce, waiting),
                new CachedSegments(
                        new MongoSegments(database, atOnce, waiting),
                        settings.accountCache().segmentOctets()),
                manifests);
    }

    private Housekeeping housekeeping(MailboxSettings settings) {
        return new Housekeeping(
                accounts,
                new Housekeeping.Plan(
                        settings.accountCache().checkpointEntries(),
                        settings.history().keep(),
                        settings.history().sweepInterval()),
                () -> MessageIds.random(random),
                clock);
    }

    private Authenticator signIn(MailboxSettings.SignIn settings, DirectoryStore directory) {
        Ticker ticker = Ticker.systemTicker();
        return new Authenticator(
                directory,
                passwords,
                new Delays(settings.longestDelay(), settings.failuresRemembered(), ticker),
                new Verified(settings.rememberFor(), ticker));
    }

    private static AppendSettings appending(MailboxSettings settings) {
        AppendSettings base = AppendSettings.DEFAULT;
        AccountLimits limits = base.limits();
        return new AppendSettings(
                new AccountLimits(
                        settings.account().mailboxes(),
                        limits.keywords(),
                        limits.nameOctets(),
                        limits.levels(),
                        settings.account().subscriptions(),
                        limits.entryRows()),
                base.patience(),
                settings.accountCache().commandsWaiting(),
                base.batch(),
                base.batchFacts(),
                base.again(),
                base.failures(),
                base.floorAfter(),
                base.oldAfter(),
                base.keptMargin(),
                base.maildrop(),
                base.lookLimit(),
                base.recent());
    }

    /** Accounts in memory. */
    public AccountCache accounts() {
        return accounts;
    }

    /**
     * Begins to look after the accounts in memory; before, nothing happens that nobody asked for.
     */
    public void start() {
        housekeeping.start();
    }

    /** What administrators change. */
    public Registry registry() {
        return registry;
    }

    /** Finishes what is half done. */
    public Finisher finisher() {
        return finisher;
    }

    /** Who is local. */
    public Resolver resolver() {
        return resolver;
    }

    /** Who may come in. */
    public Authenticator signIn() {
        return signIn;
    }

    /** Accounts by id. */
    public AccountLookup lookup() {
        return lookup;
    }

    /** Bodies on the way. */
    public Transit transit() {
        return transit;
    }

    /** Messages on their way in. */
    public MessageIntake intake() {
        return intake;
    }

    /** Reads of segments. */
    public SegmentReader reads() {
        return reads;
    }

    /** Searches. */
    public Searches searches() {
        return searches;
    }

    /** Streams of what happens. */
    public Watches watches() {
        return watches;
    }

    @Override
    public void close() {
        housekeeping.close();
        accounts.close();
        passwords.close();
        parsing.shutdownNow();
    }
}
