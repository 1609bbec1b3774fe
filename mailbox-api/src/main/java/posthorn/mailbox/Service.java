package posthorn.mailbox;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.clients.ClientEvents;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.clientsettings.PageAddress;
import posthorn.mailbox.gateway.HostDialogues;
import posthorn.mailbox.gateway.RememberedRecipients;
import posthorn.mailbox.greylist.Greylist;
import posthorn.mailbox.grpc.MailboxReader;
import posthorn.mailbox.grpc.WatchStream;
import posthorn.mailbox.intake.AccountRoom;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.intake.TransitBodies;
import posthorn.mailbox.kafka.NoticeReader;
import posthorn.mailbox.kafka.NoticeSender;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.mongo.MongoReplyClaims;
import posthorn.mailbox.mongo.MongoSessions;
import posthorn.mailbox.mtasts.OwnPolicies;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.AddressRegistry;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.registry.DomainOptions;
import posthorn.mailbox.registry.QuotaRegistry;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.registry.Resolver;
import posthorn.mailbox.search.Searches;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.mailbox.tracing.EntryTraces;
import posthorn.mailbox.zone.DomainRecords;
import posthorn.mailbox.zone.ServiceRecords;
import posthorn.mailbox.zone.TransportRecords;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.StopOrder;
import posthorn.runtime.health.Dependencies;
import posthorn.runtime.health.Preparations;
import posthorn.runtime.health.TaskWatch;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.LogState;
import posthorn.runtime.mongo.MongoServer;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.SecretFile;
import posthorn.runtime.signin.OauthSettings;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracings;

/**
 * Starts and stops the node with the process, and hands its parts to the services that are called
 * from outside. The process starts without a store and without the log: what needs them is answered
 * UNAVAILABLE until they are there.
 */
@Singleton
public final class Service {

    private static final Logger LOG = Logger.getLogger(Service.class);
    private static final Duration INDEXES_WITHIN = Duration.ofMinutes(1);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
    private static final String STORE = "mongodb";
    private static final Duration FINISH_EVERY = Duration.ofSeconds(30);
    private static final Duration SETTLE_EVERY = Duration.ofMinutes(5);

    private final MailboxSettings settings;
    private final PeriodicTasks tasks;
    private final LogState log;
    private final Dependencies dependencies;
    private volatile boolean storeReady;
    private final Preparations preparations;
    private final MailboxDatabase database;
    private final EntryTraces traces;
    private final NoticeSender sender;
    private final NoticeReader reader;
    private final HostDialogues gateways;
    private final MailboxComponents node;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("mailbox-service").factory());

    @Inject
    Service(
            PosthornSettings common,
            MailboxSettings settings,
            OauthSettings oauth,
            KafkaConnection kafka,
            LogState log,
            Dependencies dependencies,
            Preparations preparations,
            TaskWatch watch,
            Vertx vertx,
            Hostname hostname,
            PageAddress pages,
            SelfSignInTokens ownTokens,
            Tracings tracings,
            MeterRegistry meters) {
        SettingsCheck.check(settings);
        AddressSettings.Gateways asking = settings.addresses().gateways();
        this.gateways = new HostDialogues(vertx, hostname.name(), asking.within());
        this.settings = settings;
        this.tasks = new PeriodicTasks("mailbox-api", meters, watch);
        this.log = log;
        this.dependencies = dependencies;
        this.preparations = preparations;
        this.database =
                MailboxDatabase.connect(
                        MongoServer.of(common.mongodb()), settings.store().connections(), meters);
        String pod = MessageIds.random(new SecureRandom());
        this.traces = new EntryTraces(tracings.of("mailbox-api"));
        this.sender = new NoticeSender(kafka, log, pod, settings.watch().gather(), traces, tasks);
        this.node =
                new MailboxComponents(
                        settings,
                        database,
                        sender,
                        new Surroundings(
                                common.masterKeyFile()
                                        .map(file ->
                                                SecretFile.read("posthorn.master-key-file", file)),
                                remembered(asking),
                                traces,
                                hostname.name(),
                                pages.base().orElse("")),
                        new SignInComponents.Tokens(IssuerParts.tokens(oauth), ownTokens));
        if (common.masterKeyFile().isEmpty()) {
            LOG.warn(
                    "posthorn.master-key-file is not set: domains have no keys, mail is not"
                            + " signed");
        }
        this.reader = new NoticeReader(kafka, pod, this::noticed, node::compareWatched, tasks);
    }

    private void noticed(String account, long n, TraceContext trace) {
        traces.noticed(account, n, trace);
        node.accounts().noticed(account, n);
    }

    private RememberedRecipients remembered(AddressSettings.Gateways asking) {
        return new RememberedRecipients(
                gateways,
                new RememberedRecipients.Limits(
                        asking.atOnce(),
                        asking.remembered(),
                        asking.takenFor(),
                        asking.refusedFor()),
                Ticker.systemTicker());
    }

    void start(@Observes StartupEvent event) {
        preparations
                .begin(
                        "the indexes of the mailboxes",
                        dependencies.named(STORE),
                        () -> database.ready().await().atMost(INDEXES_WITHIN))
                .done()
                .thenRun(this::work);
        log.prepare().done().thenRun(reader::start);
    }

    /** Indexes first: without them nothing may be written. */
    private void work() {
        storeReady = true;
        dependencies.watch(STORE, () -> database.ping().await().atMost(ANSWERS_WITHIN));
        node.start(tasks);
        tasks.stage(
                        "finish-accounts",
                        () -> node.directory().finisher().finishAll().subscribeAsCompletionStage())
                .after(Duration.ZERO, FINISH_EVERY, timer);
        tasks.stage(
                        "settle-quotas",
                        () ->
                                node.directory()
                                        .quotas()
                                        .registry()
                                        .settleAll()
                                        .subscribeAsCompletionStage())
                .after(Duration.ZERO, SETTLE_EVERY, timer);
        forgetting();
    }

    /** What is over is forgotten, by whichever pod comes first. */
    private void forgetting() {
        forget(
                "sign-ins",
                () -> node.directory().signIns().forget(settings.signIn().rememberClientFor()));
        forget(
                "sign-in-journal",
                () -> node.directory().access().forgetSignIns(settings.access().journal().keep()));
        forget(
                "sessions",
                () -> new MongoSessions(database).forget(InstantSource.system().millis()));
        forget("client-events", () -> node.clientEvents().forget());
        forget(
                "replies",
                () -> new MongoReplyClaims(database).forget(InstantSource.system().millis()));
        forget("greylist", () -> node.greylist().forget());
    }

    private void forget(String what, Supplier<CompletionStage<?>> work) {
        tasks.stage("forget-" + what, work).after(Duration.ZERO, FINISH_EVERY, timer);
    }

    void stop(@Observes @Priority(StopOrder.STORE) ShutdownEvent event) {
        timer.shutdownNow();
        reader.close();
        sender.close();
        node.close();
        gateways.close();
        database.close();
    }

    MailboxComponents components() {
        return node;
    }

    /** Whether the indexes are there. */
    boolean isStoreReady() {
        return storeReady;
    }

    MailboxDatabase database() {
        return database;
    }

    NoticeReader reader() {
        return reader;
    }

    NoticeSender sender() {
        return sender;
    }

    @Produces
    @Singleton
    AccountCache accounts() {
        return node.accounts();
    }

    @Produces
    @Singleton
    Registry registry() {
        return node.directory().registry();
    }

    @Produces
    @Singleton
    QuotaRegistry quotas() {
        return node.directory().quotas().registry();
    }

    @Produces
    @Singleton
    ClientEvents clientEvents() {
        return node.clientEvents();
    }

    @Produces
    @Singleton
    Greylist greylist() {
        return node.greylist();
    }

    @Produces
    @Singleton
    DomainKeyring keyring() {
        return node.keyring();
    }

    /** What our domains are to publish. */
    @Produces
    @Singleton
    DomainRecords records(
            Hostname hostname,
            OwnPolicies policies,
            MtaStsSettings mtaSts,
            MailServers servers,
            PageAddress pages) {
        MailboxSettings.Dns dns = settings.dns();
        return new DomainRecords(
                new DomainRecords.Policy(
                        dns.ttl().toSeconds(),
                        dns.spf(),
                        dns.dmarc().name().toLowerCase(Locale.ROOT),
                        dns.certificateIssuers().orElse(List.of())),
                new TransportRecords(
                        policies,
                        mtaSts.host().orElse(hostname.name()),
                        dns.reports(),
                        dns.tlsa().orElse(List.of())),
                new ServiceRecords(servers, pages.host(), pages.port()),
                hostname.name());
    }

    @Produces
    @Singleton
    Resolver resolver() {
        return node.directory().addresses().resolver();
    }

    @Produces
    @Singleton
    AddressRegistry addresses() {
        return node.directory().addresses().registry();
    }

    @Produces
    @Singleton
    DomainOptions domainOptions() {
        return node.directory().addresses().domains();
    }

    @Produces
    @Singleton
    Authenticator signIn() {
        return node.directory().signIns().authenticator();
    }

    @Produces
    @Singleton
    AccountLookup lookup() {
        return node.directory().lookup();
    }

    @Produces
    @Singleton
    TransitBodies transit() {
        return node.transit();
    }

    @Produces
    @Singleton
    MessageIntake intake() {
        return node.intake();
    }

    @Produces
    @Singleton
    Searches searches() {
        return node.searches();
    }

    @Produces
    @Singleton
    MailboxReader views() {
        return new MailboxReader(node.accounts(), node.reads(), node.facts());
    }

    @Produces
    @Singleton
    AccountRoom room() {
        return node.room();
    }

    /** Memory for answers. */
    @Produces
    @Singleton
    OctetBudget answers() {
        return node.memory().answers();
    }

    @Produces
    @Singleton
    WatchStream watchView() {
        return new WatchStream(node.watches(), traces);
    }

    @Produces
    @Singleton
    EntryTraces traces() {
        return traces;
    }
}
