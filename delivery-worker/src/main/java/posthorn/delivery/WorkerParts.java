package posthorn.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import posthorn.delivery.api.Accounts;
import posthorn.delivery.api.DirectedRelay;
import posthorn.delivery.api.Mailboxes;
import posthorn.delivery.api.TransitBodies;
import posthorn.delivery.dispatch.Dispatcher;
import posthorn.delivery.dispatch.Operator;
import posthorn.delivery.dispatch.ReportNotices;
import posthorn.delivery.dispatch.RetryPlan;
import posthorn.delivery.dispatch.Rounds;
import posthorn.delivery.kafka.KafkaEvents;
import posthorn.delivery.kafka.KafkaOutbox;
import posthorn.delivery.kafka.LedgerReader;
import posthorn.delivery.kafka.TraceReader;
import posthorn.delivery.mongo.MongoQueue;
import posthorn.delivery.mongo.MongoTrace;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.relay.MxRelay;
import posthorn.delivery.relay.RelaySettings;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;

/** The parts of a worker, put together from settings. */
@Singleton
public final class WorkerParts {

    @Produces
    @Singleton
    static QueueDatabase database(PosthornSettings common, DeliveryWorkerSettings settings) {
        Bounds.check(settings);
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
    static MongoTrace trace(QueueDatabase database) {
        return database.trace();
    }

    @Produces
    @Singleton
    static KafkaEvents events(PosthornSettings common, MeterRegistry meters) {
        return new KafkaEvents(common.kafka().servers(), meters);
    }

    static void close(@Disposes KafkaEvents events) {
        events.close();
    }

    @Produces
    @Singleton
    static Accounts accounts(MailboxApi api, DeliveryWorkerSettings settings) {
        return new Accounts(api, settings.calls().deadline());
    }

    @Produces
    @Singleton
    static KafkaOutbox outbox(PosthornSettings common, Accounts accounts, KafkaEvents events) {
        return new KafkaOutbox(common.kafka().servers(), accounts, events);
    }

    static void close(@Disposes KafkaOutbox outbox) {
        outbox.close();
    }

    @Produces
    @Singleton
    static Mailboxes mailboxes(MailboxApi api, DeliveryWorkerSettings settings) {
        return new Mailboxes(api, settings.calls().deadline(), settings.calls().patience());
    }

    @Produces
    @Singleton
    static TransitBodies bodies(MailboxApi api, DeliveryWorkerSettings settings) {
        return new TransitBodies(api, settings.calls().deadline(), settings.calls().stream());
    }

    @Produces
    @Singleton
    static MxRelay relay(
            Vertx vertx,
            RelaySettings settings,
            PosthornSettings common,
            Hostname hostname,
            TransitBodies bodies) {
        return MxRelay.create(
                vertx,
                settings,
                common.dns().servers().orElse(List.of()),
                hostname.name(),
                bodies,
                new SecureRandom());
    }

    static void close(@Disposes MxRelay relay) {
        relay.close();
    }

    @Produces
    @Singleton
    static Dispatcher.Self self(DeliveryWorkerSettings settings) {
        SecureRandom random = new SecureRandom();
        String incarnation = MessageIds.random(random);
        String worker =
                settings.instance().map(name -> name + "/" + incarnation).orElse(incarnation);
        return new Dispatcher.Self(
                worker, Clock.systemUTC(), random, () -> MessageIds.random(random));
    }

    @Produces
    @Singleton
    static Dispatcher.Ports ports(
            MongoQueue queue,
            Mailboxes mailboxes,
            Accounts accounts,
            MxRelay relay,
            TransitBodies bodies,
            KafkaOutbox outbox,
            KafkaEvents events,
            Hostname hostname,
            DeliveryWorkerSettings settings,
            Wake wake) {
        return new Dispatcher.Ports(
                queue,
                mailboxes,
                new DirectedRelay(accounts, mailboxes, relay),
                bodies,
                outbox,
                new ReportNotices(hostname.name(), settings.retry().lifetime()),
                events,
                new VirtualCrew(
                        settings.attempts(),
                        settings.attemptsPerDestination(),
                        settings.attemptsInLine(),
                        wake),
                wake);
    }

    @Produces
    @Singleton
    static Dispatcher dispatcher(
            Dispatcher.Ports ports, Dispatcher.Self self, DeliveryWorkerSettings settings) {
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
    static Rounds rounds(
            Dispatcher dispatcher,
            Dispatcher.Ports ports,
            Dispatcher.Self self,
            MongoQueue queue,
            DeliveryWorkerSettings settings) {
        return new Rounds(
                dispatcher,
                ports,
                self,
                queue,
                System::nanoTime,
                settings.heartbeat().patience().toNanos());
    }

    @Produces
    @Singleton
    static Operator operator(Dispatcher dispatcher, MongoQueue queue, Dispatcher.Self self) {
        return new Operator(dispatcher, queue, self);
    }

    @Produces
    @Singleton
    static TraceReader traceReader(PosthornSettings common, MongoTrace trace, Wake wake) {
        return new TraceReader(common.kafka().servers(), trace, wake);
    }

    @Produces
    @Singleton
    static LedgerReader ledger(
            PosthornSettings common,
            MongoTrace trace,
            MongoQueue queue,
            Mailboxes mailboxes,
            DeliveryWorkerSettings settings) {
        DeliveryWorkerSettings.Ledger limits = settings.ledger();
        return LedgerReader.create(
                common.kafka().servers(),
                trace,
                queue,
                mailboxes,
                new LedgerReader.Limits(limits.settle(), limits.trim(), limits.remembered()));
    }
}
