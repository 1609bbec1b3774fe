package posthorn.delivery.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import posthorn.delivery.api.RecipientDirectory;
import posthorn.delivery.dispatch.AcceptedLog;
import posthorn.delivery.dispatch.DeliveryEvents;
import posthorn.delivery.dispatch.EventLog;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Resolved;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.Topics;

/** Puts messages on {@code mail.accepted}: all in-sync replicas have them when it returns. */
public final class KafkaAcceptedLog implements AcceptedLog, AutoCloseable {

    /** Looks up what addresses are. */
    @FunctionalInterface
    interface Addresses {
        /**
         * What each address is.
         *
         * @throws AnswerLost when nobody answers
         */
        Map<String, Resolved> resolve(Collection<String> addresses);
    }

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    private final Producer<String, byte[]> producer;
    private final Addresses accounts;
    private final EventLog events;

    /**
     * On a log.
     *
     * @param kafka where it is
     * @param accounts looked up for recipients that have none
     * @param events told of each message
     */
    public KafkaAcceptedLog(KafkaConnection kafka, RecipientDirectory accounts, EventLog events) {
        this(
                new KafkaProducer<>(
                        kafka.with(
                                Map.of(
                                        ProducerConfig.ACKS_CONFIG,
                                        "all",
                                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                        true,
                                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                        (int) ANSWERS_WITHIN.toMillis(),
                                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                        (int) ANSWERS_WITHIN.toMillis() / 2,
                                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                        ANSWERS_WITHIN.toMillis(),
                                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                        4 * 1024 * 1024)),
                        new StringSerializer(),
                        new ByteArraySerializer()),
                accounts::resolve,
                events);
    }

    /** With a producer, which is closed with this. */
    KafkaAcceptedLog(Producer<String, byte[]> producer, Addresses accounts, EventLog events) {
        this.producer = producer;
        this.accounts = accounts;
        this.events = events;
    }

    @Override
    public void produce(AcceptedMail mail) {
        AcceptedMail addressed = addressed(mail);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.ACCEPTED, mail.getId(), addressed.toByteArray());
        try {
            producer.send(record).get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AnswerLost("interrupted while waiting for the log", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new AnswerLost("the log: " + e.getMessage(), e);
        }
        events.append(DeliveryEvents.accepted(addressed));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private AcceptedMail addressed(AcceptedMail mail) {
        Map<String, Resolved> resolved =
                accounts.resolve(
                        mail.getRecipientsList().stream().map(MailRecipient::getAddress).toList());
        AcceptedMail.Builder addressed = mail.toBuilder();
        addressed.getRecipientsBuilderList().stream()
                .filter(recipient -> recipient.getAccount().isEmpty())
                .forEach(recipient -> {
                    Resolved who = resolved.get(recipient.getAddress());
                    if (who != null && who.getLocality() == Locality.LOCAL) {
                        recipient.setAccount(who.getAccount());
                    }
                });
        return addressed.build();
    }
}
