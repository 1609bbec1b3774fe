package posthorn.delivery.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import posthorn.delivery.api.RecipientDirectory;
import posthorn.delivery.dispatch.AcceptedLog;
import posthorn.delivery.dispatch.DeliveryEvents;
import posthorn.delivery.dispatch.EventLog;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Resolved;
import posthorn.protocol.wire.ResolvedTarget;
import posthorn.runtime.kafka.AcceptedSpans;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.runtime.kafka.LateProducer;
import posthorn.runtime.kafka.LogState;
import posthorn.runtime.kafka.Topics;
import posthorn.runtime.kafka.TraceHeaders;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;

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

    private final LateProducer producer;
    private final String topic;
    private final Addresses accounts;
    private final EventLog events;
    private final Tracing tracing;

    /**
     * On a log.
     *
     * @param kafka where it is
     * @param log whether its topics are there
     * @param accounts looked up for recipients that have none
     * @param events told of each message
     * @param tracing of messages that follow from others
     */
    public KafkaAcceptedLog(
            KafkaConnection kafka,
            LogState log,
            RecipientDirectory accounts,
            EventLog events,
            Tracing tracing) {
        this(
                LateProducer.of(
                        log::isReady,
                        () ->
                                kafka.producer(
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
                                                4 * 1024 * 1024))),
                kafka.named(Topics.ACCEPTED),
                accounts::resolve,
                events,
                tracing);
    }

    /** With a producer, which is closed with this. */
    KafkaAcceptedLog(
            Producer<String, byte[]> producer,
            Addresses accounts,
            EventLog events,
            Tracing tracing) {
        this(LateProducer.of(producer), Topics.ACCEPTED, accounts, events, tracing);
    }

    private KafkaAcceptedLog(
            LateProducer producer,
            String topic,
            Addresses accounts,
            EventLog events,
            Tracing tracing) {
        this.producer = producer;
        this.topic = topic;
        this.accounts = accounts;
        this.events = events;
        this.tracing = tracing;
    }

    @Override
    public void produce(AcceptedMail mail) {
        AcceptedMail addressed = addressed(mail);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, mail.getId(), addressed.toByteArray());
        Span span =
                AcceptedSpans.send(
                        tracing,
                        TraceContext.parse(mail.getTraceparent()),
                        mail.getId(),
                        record.value().length);
        TraceHeaders.put(record.headers(), span.context());
        try {
            producer.get().send(record).get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AnswerLost("interrupted while waiting for the log", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            span.failed(e.getClass().getSimpleName());
            throw new AnswerLost("the log: " + e.getMessage(), e);
        } finally {
            span.end();
        }
        events.append(DeliveryEvents.accepted(addressed), addressed.getTraceparent());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private AcceptedMail addressed(AcceptedMail mail) {
        Map<String, Resolved> resolved =
                accounts.resolve(
                        mail.getRecipientsList().stream().map(MailRecipient::getAddress).toList());
        AcceptedMail.Builder addressed = mail.toBuilder().clearRecipients();
        for (MailRecipient recipient : mail.getRecipientsList()) {
            Resolved who =
                    resolved.getOrDefault(recipient.getAddress(), Resolved.getDefaultInstance());
            if (recipient.getAccount().isEmpty()
                    && who.getLocality() == Locality.ADDRESS_EXPANDED) {
                who.getTargetsList()
                        .forEach(target -> addressed.addRecipients(target(recipient, target)));
            } else {
                addressed.addRecipients(addressed(recipient, who));
            }
        }
        return addressed.build();
    }

    private static MailRecipient target(MailRecipient recipient, ResolvedTarget target) {
        return recipient.toBuilder()
                .setAddress(target.getAddress())
                .setAccount(target.getAccount())
                .setReversePath(target.getReversePath())
                .setDeliveredTo(target.getDeliveredTo())
                .build();
    }

    /** Mail that is ours is taken for a disabled account, too. */
    private static MailRecipient addressed(MailRecipient recipient, Resolved who) {
        return switch (who.getLocality()) {
            case LOCAL, ADDRESS_DISABLED ->
                    recipient.getAccount().isEmpty()
                            ? recipient.toBuilder().setAccount(who.getAccount()).build()
                            : recipient;
            case HOSTED_ELSEWHERE -> recipient.toBuilder().setHostedElsewhere(true).build();
            case UNKNOWN_USER,
                    REMOTE,
                    ADDRESS_EXPANDED,
                    SENDER_NOT_ALLOWED,
                    EXPANSION_FAILED,
                    NOT_KNOWN_NOW,
                    LOCALITY_UNSPECIFIED,
                    UNRECOGNIZED ->
                    recipient;
        };
    }
}
