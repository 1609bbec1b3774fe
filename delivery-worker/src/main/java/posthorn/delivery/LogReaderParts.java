package posthorn.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import posthorn.delivery.api.MailboxApiDelivery;
import posthorn.delivery.api.TransitBodyStreams;
import posthorn.delivery.dispatch.WorkerIdentity;
import posthorn.delivery.kafka.LedgerChores;
import posthorn.delivery.kafka.LedgerReader;
import posthorn.delivery.kafka.TraceReader;
import posthorn.delivery.ledger.LedgerCheck;
import posthorn.delivery.ledger.TransitSweep;
import posthorn.delivery.mongo.MongoQueueLookup;
import posthorn.delivery.mongo.MongoTrace;
import posthorn.delivery.reports.DmarcResults;
import posthorn.runtime.kafka.KafkaConnection;

/** The parts that read the log once more: for the trace, and for the ledger. */
final class LogReaderParts {

    /** A worker that died may have settled so long before without a word in the trace. */
    private static final Duration CLOSED_LOOK_BACK = Duration.ofHours(1);

    private static final Duration LEDGER_LOOKS_EVERY = Duration.ofSeconds(2);

    private LogReaderParts() {}

    @Produces
    @Singleton
    static TraceReader traceReader(
            KafkaConnection kafka,
            MongoTrace trace,
            DmarcResults verdicts,
            WorkerSignals signals,
            MeterRegistry meters) {
        return new TraceReader(kafka, trace, verdicts::seen, signals, meters);
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
