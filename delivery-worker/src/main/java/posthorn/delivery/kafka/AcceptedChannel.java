package posthorn.delivery.kafka;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.dispatch.WorkerStopped;
import posthorn.runtime.health.TaskWatch;

/**
 * Reads {@code mail.accepted} from when it is told to: not before the topics and the queue are
 * there. Until then there is no consumer either, since Kafka's cannot be made while no broker's
 * name can be resolved. Safe for all threads.
 */
@ApplicationScoped
public class AcceptedChannel {

    /** Name of the channel in the configuration. */
    static final String NAME = "accepted-in";

    private static final Logger LOG = Logger.getLogger(AcceptedChannel.class);

    /** Records that are handled at the same time. */
    private static final int AT_ONCE = 64;

    private final Multi<Message<byte[]>> messages;
    private final AcceptedRecords records;
    private final KafkaClientService clients;
    private final TaskWatch watch;
    private final Executor threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("accepted-", 0).factory());
    private @Nullable Cancellable reading;
    private boolean left;

    @Inject
    AcceptedChannel(
            @Channel(NAME) Multi<Message<byte[]>> messages,
            AcceptedRecords records,
            KafkaClientService clients,
            TaskWatch watch) {
        this.messages = messages;
        this.records = records;
        this.clients = clients;
        this.watch = watch;
    }

    /** Joins the group and reads; to be called once. */
    public synchronized void begin() {
        if (left) {
            return;
        }
        watch.consumer("delivery-worker: " + NAME, this::sincePoll);
        reading =
                messages.onItem()
                        .transformToUni(this::handle)
                        .merge(AT_ONCE)
                        .subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.errorf(failure, "ALARM: %s is read no more", NAME));
    }

    private Uni<Boolean> handle(Message<byte[]> message) {
        return Uni.createFrom()
                .item(() -> take(message))
                .runSubscriptionOn(threads)
                .chain(taken ->
                        taken
                                ? Uni.createFrom().completionStage(message.ack()).replaceWith(true)
                                : Uni.createFrom().item(false));
    }

    /** False: the worker stops, and the record is read again by another one. */
    private boolean take(Message<byte[]> message) {
        try {
            records.take(record(message));
            return true;
        } catch (WorkerStopped e) {
            LOG.debug("a record is left to others", e);
            return false;
        }
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<String, byte[]> record(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> (ConsumerRecord<String, byte[]>) metadata.getRecord())
                .orElseThrow();
    }

    /**
     * Reads no more: who cancels a channel of Kafka has its consumer commit what was acknowledged
     * and leave the group, so that its members go on with the partitions at once and wait for no
     * session to time out. Records that are not acknowledged by now are read again.
     */
    public synchronized void leave() {
        left = true;
        Cancellable active = reading;
        reading = null;
        if (active != null) {
            active.cancel();
        }
    }

    private Optional<KafkaConsumer<String, byte[]>> consumer() {
        return Optional.ofNullable(clients.<String, byte[]>getConsumer(NAME));
    }

    /** Empty while nothing is to be read. */
    private Optional<Duration> sincePoll() {
        synchronized (this) {
            if (reading == null) {
                return Optional.empty();
            }
        }
        return consumer().map(KafkaConsumer::unwrap).flatMap(AcceptedChannel::sincePoll);
    }

    private static Optional<Duration> sincePoll(Consumer<?, ?> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-poll-seconds-ago"))
                .map(metric -> ((Number) metric.getValue().metricValue()).longValue())
                .filter(seconds -> seconds >= 0)
                .map(Duration::ofSeconds)
                .findFirst();
    }
}
