package posthorn.mailbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.clients.ClientEvents;
import posthorn.mailbox.grpc.MailboxReader;
import posthorn.mailbox.grpc.Readers;
import posthorn.mailbox.grpc.WatchStream;
import posthorn.mailbox.intake.AccountRoom;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.mailbox.intake.TransitBodies;
import posthorn.mailbox.kafka.NoticeReader;
import posthorn.mailbox.kafka.NoticeSender;
import posthorn.mailbox.mongo.MailboxDatabase;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.DomainKeyring;
import posthorn.mailbox.registry.Registry;
import posthorn.mailbox.registry.Resolver;
import posthorn.mailbox.search.Searches;
import posthorn.mailbox.zone.DomainRecords;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.StopOrder;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.KafkaTopics;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.TokenFile;

/**
 * Starts and stops the node with the process, and hands its parts to the services that are called
 * from outside. The process starts without a store and without the log: it is not ready then, and
 * becomes so when they answer.
 */
@Singleton
public final class Service {

    private static final Logger LOG = Logger.getLogger(Service.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration FINISH_EVERY = Duration.ofSeconds(30);

    private final MailboxSettings settings;
    private final PeriodicTasks tasks;
    private final KafkaTopics topics;
    private final MailboxDatabase database;
    private final NoticeSender sender;
    private final NoticeReader reader;
    private final MailboxComponents node;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("mailbox-service").factory());
    private volatile boolean storeReady;

    @Inject
    Service(
            PosthornSettings common,
            MailboxSettings settings,
            KafkaConnection kafka,
            KafkaTopics topics,
            MeterRegistry meters) {
        SettingsCheck.check(settings);
        this.settings = settings;
        this.tasks = new PeriodicTasks("mailbox-api", meters);
        this.topics = topics;
        this.database =
                MailboxDatabase.connect(common.mongodb().uri(), settings.store().connections());
        String pod = MessageIds.random(new SecureRandom());
        this.sender = new NoticeSender(kafka, pod, settings.watch().gather(), tasks);
        this.node =
                new MailboxComponents(
                        settings,
                        database,
                        sender,
                        common.masterKeyFile()
                                .map(file -> TokenFile.read("posthorn.master-key-file", file)));
        if (common.masterKeyFile().isEmpty()) {
            LOG.warn(
                    "posthorn.master-key-file is not set: domains have no keys, mail is not signed");
        }
        this.reader =
                new NoticeReader(kafka, pod, node.accounts()::noticed, node::compareWatched, tasks);
    }

    void start(@Observes StartupEvent event) {
        timer.execute(this::prepare);
        Thread.ofVirtual().name("mailbox-topics").start(this::prepareLog);
    }

    /** Indexes first: without them nothing may be written. */
    private void prepare() {
        try {
            database.ready().await().atMost(Duration.ofMinutes(1));
            storeReady = true;
            node.start(tasks);
            tasks.stage(
                            "finish-accounts",
                            () -> node.finisher().finishAll().subscribeAsCompletionStage())
                    .after(Duration.ZERO, FINISH_EVERY, timer);
            tasks.stage(
                            "forget-sign-ins",
                            () -> node.forgetSignIns(settings.signIn().rememberClientFor()))
                    .after(Duration.ZERO, FINISH_EVERY, timer);
            tasks.stage("forget-client-events", () -> node.clientEvents().forget())
                    .after(Duration.ZERO, FINISH_EVERY, timer);
        } catch (RuntimeException e) {
            LOG.warnf("the store at posthorn.mongodb.uri is not ready: %s", e.getMessage());
            timer.schedule(this::prepare, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void prepareLog() {
        try {
            topics.ready();
            reader.start();
        } catch (RuntimeException e) {
            LOG.warnf("the log at posthorn.kafka.servers is not ready: %s", e.getMessage());
            timer.schedule(
                    () -> Thread.ofVirtual().name("mailbox-topics").start(this::prepareLog),
                    AGAIN.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes @Priority(StopOrder.STORE) ShutdownEvent event) {
        timer.shutdownNow();
        reader.close();
        sender.close();
        node.close();
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
        return node.registry();
    }

    @Produces
    @Singleton
    ClientEvents clientEvents() {
        return node.clientEvents();
    }

    @Produces
    @Singleton
    DomainKeyring keyring() {
        return node.keyring();
    }

    /** What our domains are to publish. */
    @Produces
    @Singleton
    DomainRecords records(Hostname hostname) {
        MailboxSettings.Dns dns = settings.dns();
        return new DomainRecords(
                new DomainRecords.Policy(
                        dns.ttl().toSeconds(),
                        dns.spf(),
                        dns.dmarc().name().toLowerCase(Locale.ROOT),
                        dns.certificateIssuers().orElse(List.of())),
                new DomainRecords.Ports(
                        dns.submissionsPort(),
                        dns.submissionPort(),
                        dns.imapsPort(),
                        dns.imapPort(),
                        dns.pop3sPort(),
                        dns.pop3Port()),
                hostname.name());
    }

    @Produces
    @Singleton
    Resolver resolver() {
        return node.resolver();
    }

    @Produces
    @Singleton
    Authenticator signIn() {
        return node.signIn();
    }

    @Produces
    @Singleton
    AccountLookup lookup() {
        return node.lookup();
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
    Readers readers() {
        return new Readers();
    }

    @Produces
    @Singleton
    WatchStream watchView() {
        return new WatchStream(node.watches());
    }
}
