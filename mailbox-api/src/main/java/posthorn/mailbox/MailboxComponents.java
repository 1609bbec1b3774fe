package posthorn.mailbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.EntryNotifier;
import posthorn.mailbox.accountcache.FactsCache;
import posthorn.mailbox.accountcache.SegmentReader;
import posthorn.mailbox.accountcache.Stores;
import posthorn.mailbox.accountcache.Watches;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.clients.ClientEvents;
import posthorn.mailbox.greylist.Greylist;
import posthorn.mailbox.intake.AccountRoom;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.intake.TransitBodies;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoEventCounts;
import posthorn.mailbox.mongo.MongoGreylistEntries;
import posthorn.mailbox.mongo.MongoTransitBodies;
import posthorn.mailbox.oauth.BearerTokens;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.mailbox.search.MessageSearch;
import posthorn.mailbox.search.SearchLimits;
import posthorn.mailbox.search.Searches;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.mailbox.tracing.EntryTraces;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.metrics.CacheFigures;

/**
 * The parts of one {@code mailbox-api}, put together on one database: what the HTTP and gRPC
 * services call. It knows of no framework, so that tests run several of them side by side.
 */
public final class MailboxComponents implements AutoCloseable {

    /** How long a question for the room in a mailbox may take. */
    private static final Duration ROOM_WITHIN = Duration.ofMillis(500);

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final ExecutorService parsing = threads("parsing-");
    private final ExecutorService reading = threads("reading-");
    private final ExecutorService searching = threads("searching-");
    private final MessageMemory memory;
    private final ClientEvents clientEvents;
    private final Greylist greylist;
    private final AccountComponents work;
    private final AccountCache accounts;
    private final DirectoryComponents directory;
    private final TransitBodies transit;
    private final MessageIntake intake;
    private final Permits uploads;
    private final AccountRoom room;
    private final FactsCache facts;
    private final Searches searches;
    private final KeyComponents keys;
    private final Map<String, CacheFigures> caches = new TreeMap<>();

    /**
     * Puts the parts together; nothing is asked of the store yet.
     *
     * @param around what they are told of where they run
     * @param tokens that may be shown in place of a password
     */
    public MailboxComponents(
            MailboxSettings settings,
            MailboxDatabase database,
            EntryNotifier notices,
            Surroundings around,
            SignInComponents.Tokens tokens) {
        Stores stores = StoreParts.stores(settings, database, around.traces(), caches::put);
        this.transit = new MongoTransitBodies(database, StoreParts.limits(settings.store()), clock);
        this.work =
                new AccountComponents(
                        settings, stores, notices, clock, () -> MessageIds.random(random));
        this.accounts = work.accounts();
        this.memory = MessageMemory.of(settings.message());
        this.uploads =
                new Permits(
                        "uploads", settings.upload().atOnce(), settings.upload().atOnceOfOwner());
        this.intake = intake(settings.message().mostOctets(), around.traces());
        this.room = new AccountRoom(accounts, ROOM_WITHIN);
        this.facts =
                new FactsCache(work.segments(), settings.accountCache().factsOctets(), reading);
        this.searches = searches(settings.search(), stores);
        caches.put("accounts", accounts.figures());
        caches.put("facts", facts.figures());

        this.clientEvents = new ClientEvents(new MongoEventCounts(database), clock);
        this.greylist = new Greylist(new MongoGreylistEntries(database), clock);
        Optional<MasterKey> masterKey = around.masterKey().map(key -> MasterKey.of(key, random));
        this.directory =
                new DirectoryComponents(
                        settings,
                        database,
                        accounts,
                        new DirectoryComponents.Needs(around, tokens, masterKey, clock, random));
        caches.put("passwords", directory.signIns().remembered());
        directory.quotas().warn(directory.lookup(), intake, () -> MessageIds.random(random));
        this.keys =
                new KeyComponents(
                        settings.dkim(), directory.store(), database, masterKey, clock, random);
    }

    /** The same without an issuer. */
    public MailboxComponents(
            MailboxSettings settings,
            MailboxDatabase database,
            EntryNotifier notices,
            Surroundings around) {
        this(
                settings,
                database,
                notices,
                around,
                new SignInComponents.Tokens(
                        BearerTokens.NONE,
                        SelfSignInTokens.ofOneProcess(new SecureRandom(), InstantSource.system())));
    }

    private static ExecutorService threads(String name) {
        return Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    private MessageIntake intake(long mostOctets, EntryTraces traces) {
        return new MessageIntake(
                accounts,
                transit,
                new MessageIntake.Limits(
                        memory.deliveries(), memory.uploads(), uploads, mostOctets),
                traces,
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

    /** Who has an account, and who may come in. */
    public DirectoryComponents directory() {
        return directory;
    }

    /** Where facts of messages and messages themselves are looked at. */
    Executor reading() {
        return reading;
    }

    /** What clients did lately. */
    public ClientEvents clientEvents() {
        return clientEvents;
    }

    /** Hosts that have come before. */
    public Greylist greylist() {
        return greylist;
    }

    /** Bodies on the way. */
    public TransitBodies transit() {
        return transit;
    }

    /** How much accounts may still take. */
    public AccountRoom room() {
        return room;
    }

    /** How well caches serve, by their names. */
    Map<String, CacheFigures> caches() {
        return Map.copyOf(caches);
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
        return keys.keyring();
    }

    /** Streams of what happens. */
    public Watches watches() {
        return work.watches();
    }

    @Override
    public void close() {
        work.close();
        directory.close();
        parsing.shutdownNow();
        reading.shutdownNow();
        searching.shutdownNow();
        keys.close();
    }
}
