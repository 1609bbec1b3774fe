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
import java.time.InstantSource;
import posthorn.delivery.api.DomainSigningKeys;
import posthorn.delivery.api.MailboxApiDelivery;
import posthorn.delivery.api.MailboxApiVacations;
import posthorn.delivery.api.MailboxChannels;
import posthorn.delivery.api.PodBreakers;
import posthorn.delivery.api.RecipientDirectory;
import posthorn.delivery.api.ResolvingRelay;
import posthorn.delivery.api.TransitBodyStreams;
import posthorn.delivery.dispatch.DispatchPorts;
import posthorn.delivery.dispatch.Dispatcher;
import posthorn.delivery.dispatch.LocalDelivery;
import posthorn.delivery.dispatch.QueueOperator;
import posthorn.delivery.dispatch.QueueRunner;
import posthorn.delivery.dispatch.Relay;
import posthorn.delivery.dispatch.WorkerIdentity;
import posthorn.delivery.kafka.DeliveryMeters;
import posthorn.delivery.kafka.KafkaAcceptedLog;
import posthorn.delivery.kafka.KafkaEventLog;
import posthorn.delivery.mongo.MongoQueue;
import posthorn.delivery.mongo.MongoQueueLookup;
import posthorn.delivery.mongo.MongoTrace;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.mtasts.DomainPolicy;
import posthorn.delivery.mtasts.StsPolicies;
import posthorn.delivery.notification.DsnComposer;
import posthorn.delivery.pace.SharedPace;
import posthorn.delivery.policy.RetryPlan;
import posthorn.delivery.queue.AnnouncingQueue;
import posthorn.delivery.queue.QueueSurvey;
import posthorn.delivery.relay.MxRelay;
import posthorn.delivery.relay.RelaySettings;
import posthorn.delivery.reports.ReportIntake;
import posthorn.delivery.reports.TlsResults;
import posthorn.delivery.signing.DkimSigning;
import posthorn.delivery.signing.MessageSigner;
import posthorn.delivery.signing.RememberedSignatures;
import posthorn.delivery.tracing.TracedDelivery;
import posthorn.delivery.tracing.TracedRelay;
import posthorn.delivery.vacation.VacationReplies;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.health.TaskWatch;
import posthorn.runtime.kafka.EventProducer;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.LogState;
import posthorn.runtime.metrics.CacheFigures;
import posthorn.runtime.metrics.HeldGauge;
import posthorn.runtime.mongo.MongoServer;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.tracing.Tracing;
import posthorn.runtime.tracing.Tracings;

/** The parts of a worker, put together from settings. */
@Singleton
public final class WorkerParts {

    private static final String SERVICE = "delivery-worker";

    @Produces
    @Singleton
    static QueueDatabase database(
            PosthornSettings common, DeliveryWorkerSettings settings, MeterRegistry meters) {
        WorkerSettingsCheck.check(settings);
        MongoServer server = MongoServer.of(common.mongodb());
        return new QueueDatabase(
                server, server.named(QueueDatabase.NAME), settings.storeConnections(), meters);
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
    static QueueSurvey survey(MongoQueueLookup queue, DeliveryWorkerSettings settings) {
        return new QueueSurvey(queue, settings.surveyMessages());
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
            KafkaConnection kafka,
            LogState log,
            RecipientDirectory accounts,
            KafkaEventLog events,
            Tracings tracings) {
        return new KafkaAcceptedLog(kafka, log, accounts, events, tracings.of(SERVICE));
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
        CacheFigures.register(meters, "signing_keys", keys.figures());
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
            StsPolicies policies,
            SharedPace pace,
            TlsResults told,
            MeterRegistry meters) {
        MxRelay relay =
                MxRelay.create(
                        vertx,
                        settings,
                        dns,
                        settings.tls().mtaSts().enabled() ? policies::of : _ -> DomainPolicy.NONE,
                        told,
                        hostname.name(),
                        bodies,
                        signer,
                        pace,
                        new SecureRandom());
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
    static VacationReplies replies(
            ReportIntake mailboxes,
            TransitBodyStreams bodies,
            MailboxChannels channels,
            KafkaAcceptedLog acceptedLog,
            Hostname hostname,
            DeliveryWorkerSettings settings) {
        return new VacationReplies(
                mailboxes,
                bodies,
                new MailboxApiVacations(channels, settings.calls().deadline()),
                acceptedLog,
                settings.notifiedSenders(),
                hostname.name(),
                Clock.systemUTC());
    }

    @Produces
    @Singleton
    static DispatchPorts ports(
            MongoQueue queue,
            VacationReplies mailboxes,
            RecipientDirectory accounts,
            MxRelay relay,
            TransitBodyStreams bodies,
            KafkaAcceptedLog acceptedLog,
            KafkaEventLog events,
            Hostname hostname,
            DeliveryWorkerSettings settings,
            WorkerSignals signals,
            AttemptThreads attempts,
            OctetBudget memory,
            DeliveryMeters meters,
            Tracings tracings) {
        Tracing tracing = tracings.of(SERVICE);
        LocalDelivery local = new TracedDelivery(mailboxes, tracing);
        Relay remote = new ResolvingRelay(accounts, local, new TracedRelay(relay, tracing));
        return new DispatchPorts(
                new AnnouncingQueue(queue, signals::planQueueRun),
                meters.timed(local),
                meters.timed(remote),
                bodies,
                acceptedLog,
                new DsnComposer(
                        hostname.name(),
                        settings.retry().lifetime(),
                        WorkerSettingsCheck.languages(settings.notifications())),
                events,
                attempts,
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
                        remote.lifetime()),
                settings.notifiedSenders());
    }

    @Produces
    @Singleton
    static WorkInHand inHand(DeliveryWorkerSettings settings, MeterRegistry meters) {
        WorkInHand inHand = new WorkInHand();
        HeldGauge.register(meters, SERVICE, "records", () -> inHand.count(WorkInHand.Kind.RECORDS));
        HeldGauge.register(
                meters,
                SERVICE,
                "attempts",
                () -> inHand.count(WorkInHand.Kind.DIALOGUES),
                settings.attempts());
        return inHand;
    }

    @Produces
    @Singleton
    static OctetBudget memory(
            DeliveryWorkerSettings settings, WorkerSignals signals, MeterRegistry meters) {
        OctetBudget memory = new OctetBudget(settings.octetsInMemory(), signals);
        HeldGauge.register(
                meters, SERVICE, "message_octets", memory::held, settings.octetsInMemory());
        return memory;
    }

    @Produces
    @Singleton
    static PeriodicTasks tasks(MeterRegistry meters, TaskWatch watch) {
        return new PeriodicTasks(SERVICE, meters, watch);
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
}
