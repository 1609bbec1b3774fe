package posthorn.delivery;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import posthorn.delivery.api.DomainSigningKeys;
import posthorn.delivery.api.MailboxApiDelivery;
import posthorn.delivery.api.MailboxChannels;
import posthorn.delivery.api.PodBreakers;
import posthorn.delivery.api.RecipientDirectory;
import posthorn.delivery.api.ResolvingRelay;
import posthorn.delivery.api.TransitBodyStreams;
import posthorn.delivery.dispatch.DispatchPorts;
import posthorn.delivery.dispatch.Dispatcher;
import posthorn.delivery.dispatch.QueueOperator;
import posthorn.delivery.dispatch.QueueRunner;
import posthorn.delivery.dispatch.WorkerIdentity;
import posthorn.delivery.kafka.KafkaAcceptedLog;
import posthorn.delivery.kafka.KafkaEventLog;
import posthorn.delivery.kafka.LedgerChores;
import posthorn.delivery.kafka.LedgerReader;
import posthorn.delivery.kafka.TraceReader;
import posthorn.delivery.ledger.LedgerCheck;
import posthorn.delivery.ledger.TransitSweep;
import posthorn.delivery.mongo.MongoQueue;
import posthorn.delivery.mongo.MongoQueueLookup;
import posthorn.delivery.mongo.MongoTrace;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.notification.DsnComposer;
import posthorn.delivery.policy.RetryPlan;
import posthorn.delivery.queue.AnnouncingQueue;
import posthorn.delivery.relay.MxRelay;
import posthorn.delivery.relay.RelaySettings;
import posthorn.delivery.signing.DkimSigning;
import posthorn.delivery.signing.MessageSigner;
import posthorn.delivery.signing.RememberedSignatures;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.kafka.EventProducer;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.metrics.HeldGauge;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;

/** The parts of a worker, put together from settings. */
@Singleton
public final class WorkerParts {

    private static final String SERVICE = "delivery-worker";

    private static final Duration LEDGER_LOOKS_EVERY = Duration.ofSeconds(2);

    /** A worker that died may have settled so long before without a word in the trace. */
    private static final Duration CLOSED_LOOK_BACK = Duration.ofHours(1);

    @Produces
    @Singleton
    static QueueDatabase database(PosthornSettings common, DeliveryWorkerSettings settings) {
        WorkerSettingsCheck.check(settings);
        return new QueueDatabase(
                common.mongodb().uri(), QueueDatabase.NAME, settings.storeConnections());
    }

    static void close(@Disposes QueueDatabase database) {
        database.close();
    }

    @Produces
    @Singleton
    static MongoQueue queue(QueueDatabase database) {
        return database.queue();
    }

    @Produces
    @Singleton
    static MongoQueueLookup lookup(QueueDatabase database) {
        return database.lookup();
    }

    @Produces
    @Singleton
    static MongoTrace trace(QueueDatabase database) {
        return database.trace();
    }

    @Produces
    @Singleton
    static KafkaEventLog events(EventProducer producer, MeterRegistry meters) {
        return new KafkaEventLog(producer, meters);
    }

    @Produces
    @Singleton
    static MailboxChannels channels(MailboxApi api) {
        return MailboxChannels.of(api);
    }

    @Produces
    @Singleton
    static PodBreakers breakers(DeliveryWorkerSettings settings, MeterRegistry meters) {
        DeliveryWorkerSettings.Breaker limits = settings.calls().breaker();
        PodBreakers breakers =
                new PodBreakers(
                        limits.failures(), limits.stall(), limits.tryEvery(), System::nanoTime);
        Gauge.builder("posthorn.mailbox.api.breakers.open", breakers, PodBreakers::open)
                .description(
                        "Connections to pods of mailbox-api that are not used since nobody answers")
                .register(meters);
        return breakers;
    }

    @Produces
    @Singleton
    static RecipientDirectory accounts(
            MailboxChannels channels, PodBreakers breakers, DeliveryWorkerSettings settings) {
        return new RecipientDirectory(channels, breakers, settings.calls().deadline());
    }

    @Produces
    @Singleton
    static KafkaAcceptedLog acceptedLog(
            KafkaConnection kafka, RecipientDirectory accounts, KafkaEventLog events) {
        return new KafkaAcceptedLog(kafka, accounts, events);
    }

    static void close(@Disposes KafkaAcceptedLog acceptedLog) {
        acceptedLog.close();
    }

    @Produces
    @Singleton
    static MailboxApiDelivery mailboxes(
            MailboxChannels channels, PodBreakers breakers, DeliveryWorkerSettings settings) {
        return new MailboxApiDelivery(
                channels, breakers, settings.calls().deadline(), settings.calls().retryFor());
    }

    @Produces
    @Singleton
    static TransitBodyStreams bodies(MailboxChannels channels, DeliveryWorkerSettings settings) {
        return new TransitBodyStreams(channels, settings.calls().deadline());
    }

    @Produces
    @Singleton
    static MessageSigner signer(
            MailboxChannels channels, DeliveryWorkerSettings settings, MeterRegistry meters) {
        DeliveryWorkerSettings.Dkim dkim = settings.dkim();
        if (!dkim.sign()) {
            return MessageSigner.NONE;
        }
        DomainSigningKeys keys =
                new DomainSigningKeys(
                        channels,
                        settings.calls().deadline(),
                        new DomainSigningKeys.Limits(
                                dkim.domains(), dkim.keysFresh(), dkim.keysLongest()),
                        Ticker.systemTicker());
        return new SigningAlarm(
                new RememberedSignatures(
                        new DkimSigning(keys, InstantSource.system()), dkim.signatures()),
                meters);
    }

    @Produces
    @Singleton
    static MxRelay relay(
            Vertx vertx,
            RelaySettings settings,
            DnsClient dns,
            Hostname hostname,
            TransitBodyStreams bodies,
            MessageSigner signer,
            MeterRegistry meters) {
        MxRelay relay =
                MxRelay.create(
                        vertx, settings, dns, hostname.name(), bodies, signer, new SecureRandom());
        HeldGauge.register(meters, SERVICE, "relay_dialogues", relay::dialogues);
        Gauge.builder("posthorn.relay.idle.sessions", relay, MxRelay::idleSessions)
                .description("Sessions with other hosts that wait for another message")
                .register(meters);
        return relay;
    }

    static void close(@Disposes MxRelay relay) {
        relay.close();
    }

    @Produces
    @Singleton
    static WorkerIdentity self(DeliveryWorkerSettings settings) {
        SecureRandom random = new SecureRandom();
        String incarnation = MessageIds.random(random);
        String worker =
                settings.instance().map(name -> name + "/" + incarnation).orElse(incarnation);
        return new WorkerIdentity(
                worker, Clock.systemUTC(), random, () -> MessageIds.random(random));
    }

    @Produces
    @Singleton
    static DispatchPorts ports(
            MongoQueue queue,
            MailboxApiDelivery mailboxes,
            RecipientDirectory accounts,
            MxRelay relay,
            TransitBodyStreams bodies,
            KafkaAcceptedLog acceptedLog,
            KafkaEventLog events,
            Hostname hostname,
            DeliveryWorkerSettings settings,
            WorkerSignals signals,
            WorkInHand inHand,
            OctetBudget memory) {
        return new DispatchPorts(
                new AnnouncingQueue(queue, signals::planQueueRun),
                mailboxes,
                new ResolvingRelay(accounts, mailboxes, relay),
                bodies,
                acceptedLog,
                new DsnComposer(hostname.name(), settings.retry().lifetime()),
                events,
                new AttemptThreads(
                        settings.attempts(),
                        settings.attemptsPerDestination(),
                        settings.attemptsWaiting(),
                        signals,
                        inHand),
                memory,
                signals);
    }

    @Produces
    @Singleton
    static Dispatcher dispatcher(
            DispatchPorts ports, WorkerIdentity self, DeliveryWorkerSettings settings) {
        DeliveryWorkerSettings.Retry remote = settings.retry();
        DeliveryWorkerSettings.LocalRetry local = settings.localRetry();
        return new Dispatcher(
                ports,
                self,
                new RetryPlan(
                        local.first(),
                        local.longest(),
                        remote.jitter(),
                        remote.noticeAfter(),
                        remote.lifetime()),
                new RetryPlan(
                        remote.first(),
                        remote.longest(),
                        remote.jitter(),
                        remote.noticeAfter(),
                        remote.lifetime()));
    }

    @Produces
    @Singleton
    static WorkInHand inHand(MeterRegistry meters) {
        WorkInHand inHand = new WorkInHand();
        HeldGauge.register(meters, SERVICE, "records", () -> inHand.count(WorkInHand.Kind.RECORDS));
        HeldGauge.register(
                meters, SERVICE, "attempts", () -> inHand.count(WorkInHand.Kind.DIALOGUES));
        return inHand;
    }

    @Produces
    @Singleton
    static OctetBudget memory(
            DeliveryWorkerSettings settings, WorkerSignals signals, MeterRegistry meters) {
        OctetBudget memory = new OctetBudget(settings.octetsInMemory(), signals);
        HeldGauge.register(meters, SERVICE, "message_octets", memory::held);
        return memory;
    }

    @Produces
    @Singleton
    static PeriodicTasks tasks(MeterRegistry meters) {
        return new PeriodicTasks(SERVICE, meters);
    }

    @Produces
    @Singleton
    static QueueRunner queueRunner(
            Dispatcher dispatcher,
            DispatchPorts ports,
            WorkerIdentity self,
            MongoQueue queue,
            DeliveryWorkerSettings settings) {
        return new QueueRunner(
                dispatcher,
                ports,
                self,
                queue,
                System::nanoTime,
                settings.heartbeat().timeout().toNanos());
    }

    @Produces
    @Singleton
    static QueueOperator operator(Dispatcher dispatcher, DispatchPorts ports, WorkerIdentity self) {
        return new QueueOperator(dispatcher, ports.queue(), self);
    }

    @Produces
    @Singleton
    static TraceReader traceReader(
            KafkaConnection kafka, MongoTrace trace, WorkerSignals signals, MeterRegistry meters) {
        return new TraceReader(kafka, trace, signals, meters);
    }

    @Produces
    @Singleton
    static LedgerReader ledger(
            KafkaConnection kafka,
            MongoTrace trace,
            MongoQueueLookup queue,
            MailboxApiDelivery mailboxes,
            TransitBodyStreams bodies,
            WorkerIdentity self,
            DeliveryWorkerSettings settings,
            MeterRegistry meters) {
        DeliveryWorkerSettings.Ledger limits = settings.ledger();
        LedgerCheck check = new LedgerCheck(trace, queue, mailboxes);
        return LedgerReader.create(
                kafka,
                check,
                new LedgerChores(
                        check,
                        queue,
                        new TransitSweep(bodies, queue),
                        new LedgerChores.Times(
                                limits.repairAfter(),
                                CLOSED_LOOK_BACK,
                                limits.sweepAfter(),
                                limits.sweepEvery())),
                new LedgerReader.Limits(
                        LEDGER_LOOKS_EVERY,
                        limits.settle(),
                        limits.repairAfter(),
                        limits.trim(),
                        limits.remembered(),
                        limits.rememberedOctets()),
                self.clock(),
                meters);
    }
}
