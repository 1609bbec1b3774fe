package posthorn.delivery.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.delivery.dispatch.QueueOperator;
import posthorn.delivery.dispatch.ScriptedWorker;
import posthorn.delivery.dispatch.WorkerStopped;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.delivery.queue.RecipientState;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.tracing.Tracings;

/** A record that cannot be handled is held, and the next one is taken. */
class AcceptedRecordsTest {

    private static final String ID = MessageIds.random(new Random(7));

    private final ScriptedWorker worker = new ScriptedWorker();
    private final List<String> gate = new ArrayList<>();
    private final List<Long> leases = new ArrayList<>();
    private final AcceptedRecords records =
            new AcceptedRecords(
                    worker.dispatcher(),
                    new AcceptedPartitions(),
                    new RecordGate() {
                        @Override
                        public void enter() {
                            gate.add("in");
                        }

                        @Override
                        public void leave() {
                            gate.add("out");
                        }
                    },
                    octets -> {
                        leases.add(octets);
                        return () -> leases.add(-octets);
                    },
                    _ -> {},
                    new DeliveryMeters(new SimpleMeterRegistry()),
                    Tracings.OFF);

    @Test
    void whatIsStoredNeedsNoDocument() {
        records.take(record(3, mail(ID).toByteArray()));
        assertEquals(Optional.empty(), worker.queue.find(ID));
        assertEquals(List.of("in", "out"), gate);
        assertEquals(2, leases.size());
        assertEquals(0, leases.getFirst() + leases.getLast());
        assertEquals(EventKind.DELIVERED, worker.events.getFirst().getKind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "stack", "memory"})
    void whatFailsUnexpectedlyIsHeldUnderItsOwnIdWithoutTheText(String kind) {
        worker.local =
                _ -> {
                    switch (kind) {
                        case "stack" -> throw new StackOverflowError("secret");
                        case "memory" -> throw new OutOfMemoryError("secret");
                        default -> throw new IllegalStateException("java.lang.Secret");
                    }
                };
        records.take(record(3, mail(ID).toByteArray()));
        QueuedMessage held = worker.queue.find(ID).orElseThrow();
        assertEquals(RecipientState.HELD, held.recipients().getFirst().state());
        String reply = held.recipients().getFirst().tried().getLast().reply();
        assertTrue(!reply.contains("ecret") && !reply.contains("java."), reply);
        assertEquals(EventKind.HELD, worker.events.getFirst().getKind());
        assertEquals(List.of("in", "out"), gate);
    }

    @Test
    void heldMessageIsTriedWhenAnOperatorSaysSo() {
        worker.local =
                _ -> {
                    throw new IllegalStateException("now");
                };
        records.take(record(3, mail(ID).toByteArray()));
        worker.local = AttemptResult.Delivered::stored;
        var dispatcher = worker.dispatcher();
        QueueOperator operator = new QueueOperator(dispatcher, worker.queue, worker.identity());
        assertEquals(QueueOperator.Completion.DONE, operator.retry(ID));
        worker.queue.due(worker.now.get(), List.of(), 10).forEach(dispatcher::attempt);
        QueuedRecipient stored = worker.queue.find(ID).orElseThrow().recipients().getFirst();
        assertEquals(RecipientState.STORED, stored.state());
    }

    @Test
    void whatIsNoMessageIsHeldAsItsOctets() {
        for (byte[] octets :
                List.of(
                        new byte[] {(byte) 0xff, 1, 2},
                        new byte[0],
                        mail("no-id").toByteArray(),
                        mail(ID).toBuilder().clearInline().build().toByteArray())) {
            records.take(record(octets.length, octets));
            QueuedMessage held = worker.queue.find("unreadable-0-" + octets.length).orElseThrow();
            assertEquals(RecipientState.HELD, held.recipients().getFirst().state());
        }
        records.take(new ConsumerRecord<>("mail.accepted", 0, 99, "key", null));
        assertTrue(worker.queue.find("unreadable-0-99").isPresent());
    }

    @Test
    void stoppedWorkerGivesTheRecordBack() {
        worker.local =
                _ -> {
                    throw new WorkerStopped();
                };
        assertThrows(WorkerStopped.class, () -> records.take(record(3, mail(ID).toByteArray())));
        assertEquals(Optional.empty(), worker.queue.find(ID));
        assertEquals(List.of("in", "out"), gate);
    }

    private static ConsumerRecord<String, byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>("mail.accepted", 0, offset, "key", value);
    }

    private static AcceptedMail mail(String id) {
        return AcceptedMail.newBuilder()
                .setId(id)
                .addRecipients(
                        MailRecipient.newBuilder().setAddress("a@near.test").setAccount("account"))
                .setInline(ByteString.copyFromUtf8("Subject: x\r\n\r\nx\r\n"))
                .build();
    }
}
