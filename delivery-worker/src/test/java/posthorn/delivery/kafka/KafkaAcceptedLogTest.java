package posthorn.delivery.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.EventLog;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Resolved;
import posthorn.protocol.wire.ResolvedTarget;
import posthorn.runtime.kafka.Topics;
import posthorn.runtime.tracing.Tracing;

/** Notifications on their way to the accepted log. */
class KafkaAcceptedLogTest {

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final List<DeliveryEvent> events = new ArrayList<>();

    @Test
    void notificationIsProducedWhenTheLogHasItWithTheAccountOfItsRecipient() throws Exception {
        CompletableFuture<Void> produced =
                CompletableFuture.runAsync(() -> log(_ -> local()).produce(mail()));
        while (producer.history().isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), events);
        assertTrue(producer.completeNext());
        produced.get(1, TimeUnit.MINUTES);
        var record = producer.history().getFirst();
        assertEquals(Topics.ACCEPTED, record.topic());
        assertEquals("m", record.key());
        assertEquals(
                "account", AcceptedMail.parseFrom(record.value()).getRecipients(0).getAccount());
        assertEquals(EventKind.ACCEPTED, events.getFirst().getKind());
    }

    @Test
    void notificationGoesToAllThatTheSendersAddressLeadsTo() throws Exception {
        Resolved expanded =
                Resolved.newBuilder()
                        .setLocality(Locality.ADDRESS_EXPANDED)
                        .addTargets(ResolvedTarget.newBuilder().setAddress("a@b").setAccount("1"))
                        .addTargets(
                                ResolvedTarget.newBuilder()
                                        .setAddress("x@far.test")
                                        .setDeliveredTo("sender@near.test"))
                        .build();
        CompletableFuture<Void> produced =
                CompletableFuture.runAsync(
                        () -> log(_ -> Map.of("sender@near.test", expanded)).produce(mail()));
        while (producer.history().isEmpty()) {
            Thread.onSpinWait();
        }
        assertTrue(producer.completeNext());
        produced.get(1, TimeUnit.MINUTES);
        AcceptedMail mail = AcceptedMail.parseFrom(producer.history().getFirst().value());
        assertEquals(
                List.of("a@b 1 ", "x@far.test  sender@near.test"),
                mail.getRecipientsList().stream()
                        .map(r -> r.getAddress() + " " + r.getAccount() + " " + r.getDeliveredTo())
                        .toList());
    }

    @Test
    void logThatRefusesIsAnAnswerLost() throws Exception {
        CompletableFuture<Void> produced =
                CompletableFuture.runAsync(() -> log(_ -> Map.of()).produce(mail()));
        while (producer.history().isEmpty()) {
            Thread.onSpinWait();
        }
        assertTrue(producer.errorNext(new RecordTooLargeException("too large")));
        ExecutionException lost =
                assertThrows(ExecutionException.class, () -> produced.get(1, TimeUnit.MINUTES));
        assertInstanceOf(AnswerLost.class, lost.getCause());
        assertEquals(List.of(), events);
    }

    @Test
    void directoryThatIsAwayLeavesTheNotificationPending() {
        KafkaAcceptedLog log =
                log(_ -> {
                    throw new AnswerLost("away");
                });
        assertThrows(AnswerLost.class, () -> log.produce(mail()));
        assertEquals(List.of(), producer.history());
    }

    private KafkaAcceptedLog log(KafkaAcceptedLog.Addresses addresses) {
        return new KafkaAcceptedLog(
                producer,
                addresses,
                new EventLog() {
                    @Override
                    public void append(DeliveryEvent event, String traceparent) {
                        events.add(event);
                    }

                    @Override
                    public void defect(String messageId, String what, Throwable thrown) {}

                    @Override
                    public void warn(String messageId, String what) {}
                },
                Tracing.OFF);
    }

    private static Map<String, Resolved> local() {
        return Map.of(
                "sender@near.test",
                Resolved.newBuilder().setLocality(Locality.LOCAL).setAccount("account").build());
    }

    private static AcceptedMail mail() {
        return AcceptedMail.newBuilder()
                .setId("m")
                .addRecipients(MailRecipient.newBuilder().setAddress("sender@near.test"))
                .build();
    }
}
