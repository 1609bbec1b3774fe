package posthorn.delivery.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import posthorn.delivery.dispatch.LocalDelivery;
import posthorn.delivery.dispatch.Relay;
import posthorn.delivery.policy.AttemptResult;
import posthorn.runtime.kafka.Topics;
import posthorn.runtime.metrics.Buckets;
import posthorn.runtime.metrics.EnumTimers;
import posthorn.runtime.metrics.StageTimers;

/** How long a worker takes: for records, for mailboxes, for attempts at other hosts. */
@Singleton
public final class DeliveryMeters {

    private enum Stage {
        PICK_UP,
        STORE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an attempt came to for the recipient for whom it went worst. */
    private enum Outcome {
        RELAYED,
        DEFERRED,
        FAILED,
        OTHER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome of(Map<Integer, AttemptResult> results) {
            return results.values().stream().map(Outcome::of).max(Outcome::compareTo).orElse(OTHER);
        }

        private static Outcome of(AttemptResult result) {
            return switch (result) {
                case AttemptResult.Delivered _ -> RELAYED;
                case AttemptResult.Deferred _ -> DEFERRED;
                case AttemptResult.Failed _ -> FAILED;
                case AttemptResult.Held _, AttemptResult.Discarded _ -> OTHER;
            };
        }
    }

    private final EnumTimers<Stage> stages;
    private final EnumTimers<Outcome> attempts;
    private final Timer records;
    private final InstantSource clock = InstantSource.system();

    @Inject
    DeliveryMeters(MeterRegistry meters) {
        this.stages = StageTimers.of(meters, Stage.class, Stage::word);
        this.attempts =
                new EnumTimers<>(
                        meters,
                        Outcome.class,
                        () ->
                                Buckets.WAYS.timer(
                                        "posthorn.relay.attempt.duration",
                                        "How long an attempt at another host takes"),
                        "outcome",
                        Outcome::word);
        this.records =
                Buckets.WAYS
                        .timer("messaging.process.duration", "How long a record is worked on")
                        .tag("messaging.system", "kafka")
                        .tag("messaging.destination.name", Topics.ACCEPTED)
                        .tag("messaging.consumer.group.name", ConsumerGroups.WORKERS)
                        .register(meters);
    }

    /**
     * A record was taken from the log.
     *
     * @param arrived milliseconds since 1970, by the clock of the pod that took the message
     */
    void pickedUp(long arrived) {
        long millis = Math.max(0, clock.millis() - arrived);
        stages.record(Stage.PICK_UP, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** A record was worked on, however that ended. */
    void processed(long nanos) {
        records.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** The same way into mailboxes, timed. */
    public LocalDelivery timed(LocalDelivery delivery) {
        return (mail, body, ordinals) -> {
            long since = System.nanoTime();
            Map<Integer, AttemptResult> results = delivery.deliver(mail, body, ordinals);
            stages.record(Stage.STORE, System.nanoTime() - since);
            return results;
        };
    }

    /** The same way to other hosts, timed. */
    public Relay timed(Relay relay) {
        return (mail, body, key, ordinals, mayEnd) -> {
            long since = System.nanoTime();
            Map<Integer, AttemptResult> results = relay.relay(mail, body, key, ordinals, mayEnd);
            attempts.record(Outcome.of(results), System.nanoTime() - since);
            return results;
        };
    }
}
