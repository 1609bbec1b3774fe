package posthorn.mailbox;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import posthorn.mailbox.account.checkpoint.Manifests;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.CachedSegments;
import posthorn.mailbox.accountcache.EntryNotifier;
import posthorn.mailbox.accountcache.FactsCache;
import posthorn.mailbox.accountcache.SegmentReader;
import posthorn.mailbox.accountcache.Stores;
import posthorn.mailbox.accountcache.Watches;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.clients.ClientEvents;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.dkim.KeyFactory;
import posthorn.mailbox.dkim.MasterKey;
import posthorn.mailbox.intake.AccountRoom;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.intake.TransitBodies;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoAccountLog;
import posthorn.mailbox.mongo.MongoBodies;
import posthorn.mailbox.mongo.MongoDirectory;
import posthorn.mailbox.mongo.MongoDomainKeys;
import posthorn.mailbox.mongo.MongoEventCounts;
import posthorn.mailbox.mongo.MongoManifests;
import posthorn.mailbox.mongo.MongoSegments;
import posthorn.mailbox.mongo.MongoSignInRecords;
import posthorn.mailbox.mongo.MongoTransitBodies;
import posthorn.mailbox.mongo.StoreLimits;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.registry.Finisher;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.registry.Resolver;
import posthorn.mailbox.search.MessageSearch;
import posthorn.mailbox.search.SearchLimits;
import posthorn.mailbox.search.Searches;
import posthorn.mailbox.signin.AttemptLimits;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.SignInRecords;
import posthorn.mailbox.signin.Verified;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.PeriodicTasks;

/**
 * The parts of one {@code mailbox-api}, put together on one database: what the HTTP and gRPC
 * services call. It knows of no framework, so that tests run several of them side by side.
 */
public final class MailboxComponents implements AutoCloseable {

    /** Attempts of strangers at once, for each password that may wait to be computed. */
    private static final int SIGN_INS_FOR_A_HASH = 4;

    /** Attempts of one login from one network that may wait for one another. */
    private static final int SIGN_INS_WAITING = 32;

    /** How long a question for the room in a mailbox may take. */
    private static final Duration ROOM_WITHIN = Duration.ofMillis(500);

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final ExecutorService parsing = threads("parsing-");
    private final ExecutorService reading = threads("reading-");
    private final ExecutorService searching = threads("searching-");
    private final MessageMemory memory;
    private final Passwords passwords;
    private final SignInRecords signIns;
    private final Attempts attempts;
    private final ClientEvents clientEvents;
    private final AccountComponents work;
    private final AccountCache accounts;
    private final Registry registry;
    private final Finisher finisher;
    private final Resolver resolver;
    private final Authenticator signIn;
    private final AccountLookup lookup;
    private final TransitBodies transit;
    private final MessageIntake intake;
    private final Permits uploads;
    private final AccountRoom room;
    private final FactsCache facts;
    private final Searches searches;
    private final DomainKeyring keyring;
    private final ExecutorService keyMaking;

    /**
     * Puts the parts together; nothing is asked of the store yet.
     *
     * @param masterKey text of the master key; empty: there is none
     */
    public MailboxComponents(
            MailboxSettings settings,
            MailboxDatabase database,
            EntryNotifier notices,
            Optional<String> masterKey) {
        Stores stores = stores(settings, database);
        this.transit = new MongoTransitBodies(database, limits(settings.store()), clock);
        this.work =
                new AccountComponents(
                        settings, stores, notices, clock, () -> MessageIds.random(random));
        this.accounts = work.accounts();
        this.memory = MessageMemory.of(settings.message());
        this.uploads =
                new Permits(
                        "uploads", settings.upload().atOnce(), settings.upload().atOnceOfOwner());
        this.intake = intake(settings.message().mostOctets());
        this.room = new AccountRoom(accounts, ROOM_WITHIN);
        this.facts =
                new FactsCache(work.segments(), settings.accountCache().factsOctets(), reading);
        this.searches = searches(settings.search(), stores);

        DirectoryStore directory = new MongoDirectory(database);
        this.passwords =
                new Passwords(
                        settings.signIn().hashesAtOnce(),
                        settings.signIn().hashesWaiting(),
                        settings.signIn().hashesWaitingOfAddress());
        this.signIns = new MongoSignInRecords(database);
        this.attempts = attempts(settings.signIn());
        this.clientEvents = new ClientEvents(new MongoEventCounts(database), clock);
        this.finisher = new Finisher(directory, accounts, clock, settings.account().quota());
        this.registry = new Registry(directory, finisher, passwords, clock, random);
        this.resolver = new Resolver(directory);
        this.lookup = new AccountLookup(directory);
        this.signIn = signIn(settings.signIn(), directory);
        this.keyMaking = oneThread("keys", settings.dkim().waiting());
        this.keyring =
                keyring(
                        settings.dkim(),
                        directory,
                        database,
                        masterKey.map(text -> MasterKey.of(text, random)));
    }

    private DomainKeyring keyring(
            MailboxSettings.Dkim settings,
            DirectoryStore directory,
            MailboxDatabase database,
            Optional<MasterKey> master) {
        return new DomainKeyring(
                directory,
                new MongoDomainKeys(database),
                master,
                master.map(key -> new KeyFactory(key, random)),
                new DomainKeyring.Times(settings.publishFor(), settings.retireFor()),
                keyMaking,
                clock);
    }

    private static ExecutorService oneThread(String name, int waiting) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().daemon().name(name).factory());
    }

    private static ExecutorService threads(String name) {
        return Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    private MessageIntake intake(long mostOctets) {
        return new MessageIntake(
                accounts,
                transit,
                new MessageIntake.Limits(
                        memory.deliveries(), memory.uploads(), uploads, mostOctets),
                parsing,
                random,
                clock);
    }

    private Searches searches(MailboxSettings.Search settings, Stores stores) {
        return new Searches(
                work.segments(),
                facts,
                new MessageSearch(stores.bodies(), memory.searches(), searching),
                new SearchLimits(
                        settings.longestTerm(),
                        settings.mostKeys(),
                        settings.mostTexts(),
                        settings.atOnce(),
                        settings.atOnceOfAccount(),
                        settings.longest()),
                searching);
    }

    private static StoreLimits limits(MailboxSettings.Store settings) {
        return new StoreLimits(
                settings.insertsAtOnce(),
                settings.insertsAloneAtOnce(),
                settings.insertsWaiting(),
                settings.keptOctets());
    }

    private static Stores stores(MailboxSettings settings, MailboxDatabase database) {
        Manifests manifests = new MongoManifests(database);
        return new Stores(
                new MongoAccountLog(database, manifests, limits(settings.store())),
                new MongoBodies(database, limits(settings.store())),
                new CachedSegments(
                        new MongoSegments(database, limits(settings.store())),
                        settings.accountCache().segmentOctets()),
                manifests);
    }

    private Authenticator signIn(MailboxSettings.SignIn settings, DirectoryStore directory) {
        return new Authenticator(
                directory,
                passwords,
                attempts,
                new Verified(settings.rememberFor(), Ticker.systemTicker()));
    }

    private Attempts attempts(MailboxSettings.SignIn settings) {
        return new Attempts(
                signIns,
                new AttemptLimits(
                        settings.freeFailures(),
                        settings.freeFailuresOfLogin(),
                        settings.freeFailuresOfAddress(),
                        settings.longestDelay()),
                clock,
                new Permits(
                        "sign-ins",
                        SIGN_INS_FOR_A_HASH * (settings.hashesWaiting() + settings.hashesAtOnce()),
                        settings.hashesWaitingOfAddress() + settings.hashesAtOnce()),
                SIGN_INS_WAITING);
    }

    /** Accounts in memory. */
    public AccountCache accounts() {
        return accounts;
    }

    /**
     * Begins to look after the accounts in memory; before, nothing happens that nobody asked for.
     */
    public void start(PeriodicTasks tasks) {
        work.start(tasks);
    }

    /** Notices of other pods may have been missed: heads of watched accounts are compared. */
    public void compareWatched() {
        work.heads().compareAll();
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

    /** Attempts to sign in. */
    Attempts attempts() {
        return attempts;
    }

    /** What clients did lately. */
    public ClientEvents clientEvents() {
        return clientEvents;
    }

    /** Passwords that are computed. */
    Passwords passwords() {
        return passwords;
    }

    /**
     * Forgets attempts to sign in that count for nothing any more.
     *
     * @param keep how long a client that was let in is remembered
     */
    CompletionStage<Void> forgetSignIns(Duration keep) {
        long now = clock.millis();
        return signIns.forget(now, now - keep.toMillis());
    }

    /** Accounts by id. */
    public AccountLookup lookup() {
        return lookup;
    }

    /** Bodies on the way. */
    public TransitBodies transit() {
        return transit;
    }

    /** How much accounts may still take. */
    public AccountRoom room() {
        return room;
    }

    /** Memory for messages. */
    MessageMemory memory() {
        return memory;
    }

    /** What clients are sending. */
    Permits uploads() {
        return uploads;
    }

    /** Facts of messages. */
    public FactsCache facts() {
        return facts;
    }

    /** Messages on their way in. */
    public MessageIntake intake() {
        return intake;
    }

    /** Reads of segments. */
    public SegmentReader reads() {
        return work.segments();
    }

    /** Searches. */
    public Searches searches() {
        return searches;
    }

    /** Keys with which domains sign. */
    public DomainKeyring keyring() {
        return keyring;
    }

    /** Streams of what happens. */
    public Watches watches() {
        return work.watches();
    }

    @Override
    public void close() {
        work.close();
        passwords.close();
        parsing.shutdownNow();
        reading.shutdownNow();
        searching.shutdownNow();
        keyMaking.shutdownNow();
    }
}
