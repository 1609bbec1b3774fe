package posthorn.delivery.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.QueueOperator.Completion;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.QueueStore.DestinationRef;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.RecipientState;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.MailRecipient;

/** What an operator can do about a message. */
class QueueOperatorTest {

    private final ScriptedWorker worker = new ScriptedWorker();
    private final Dispatcher dispatcher = worker.dispatcher();
    private final QueueOperator operator =
            new QueueOperator(dispatcher, worker.queue, worker.identity());

    @Test
    void retryMakesWhatWaitsDueNow() {
        deferred("m");
        assertTrue(message().destinations().getFirst().next() > worker.now.get());
        assertEquals(Completion.DONE, operator.retry("m"));
        assertEquals(worker.now.get(), message().destinations().getFirst().next());
        worker.remote = address -> Delivered.relayed("mx", "250 ok");
        dispatcher.attempt(ref(0));
        assertEquals(RecipientState.RELAYED, state(0));
        assertEquals(RecipientState.WAITING, state(1));
    }

    @Test
    void dropEndsEveryRecipientWithoutAWord() {
        deferred("m");
        assertEquals(Completion.DONE, operator.drop("m", false));
        assertEquals(RecipientState.DISCARDED, state(0));
        assertEquals(RecipientState.DISCARDED, state(1));
        assertEquals(0, worker.produced.size());
        assertEquals(0, message().left());
        assertEquals(
                2, worker.events.stream().filter(e -> e.getKind() == EventKind.DISCARDED).count());
    }

    @Test
    void dropTellsTheSenderWhenItIsAskedTo() {
        deferred("m");
        assertEquals(Completion.DONE, operator.drop("m", true));
        assertTrue(worker.produced.size() >= 1);
        assertEquals("", worker.produced.getFirst().getReversePath());
    }

    @Test
    void whatIsBeingTriedIsLeftAndTheRestIsDone() {
        deferred("m");
        worker.queue.claim(ref(0), new Claim("other", "w/2"));
        assertEquals(Completion.BUSY, operator.drop("m", false));
        assertEquals(RecipientState.WAITING, state(0));
        assertEquals(RecipientState.DISCARDED, state(1));
        assertEquals(Completion.BUSY, operator.retry("m"));
    }

    @Test
    void whatIsUnknownOrDoneIsToldApart() {
        assertEquals(Completion.UNKNOWN, operator.retry("m"));
        assertEquals(Completion.UNKNOWN, operator.drop("m", true));
        deferred("m");
        operator.drop("m", false);
        assertEquals(Completion.NOTHING_LEFT, operator.retry("m"));
        assertEquals(Completion.NOTHING_LEFT, operator.drop("m", true));
    }

    private void deferred(String id) {
        worker.remote = address -> new Deferred("4.4.1", "mx", "later", false);
        dispatcher.accept(
                AcceptedMail.newBuilder()
                        .setId(id)
                        .setReversePath("sender@near.test")
                        .setArrival(Arrival.newBuilder().setAt(1_000_000).setAccount("sender"))
                        .addRecipients(MailRecipient.newBuilder().setAddress("a@a.test"))
                        .addRecipients(MailRecipient.newBuilder().setAddress("b@b.test"))
                        .setInline(ByteString.copyFromUtf8("x\r\n"))
                        .build(),
                false);
    }

    private QueuedMessage message() {
        return worker.queue.find("m").orElseThrow();
    }

    private DestinationRef ref(int at) {
        return new DestinationRef("m", at, message().destinations().get(at));
    }

    private RecipientState state(int ordinal) {
        return message().recipients().get(ordinal).state();
    }
}
