package posthorn.delivery.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.protobuf.ByteString;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.Dispatcher;
import posthorn.delivery.dispatch.QueueOperator;
import posthorn.delivery.dispatch.ScriptedWorker;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.RecipientState;
import posthorn.delivery.trace.MemoryTrace;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.http.Problem;

/** What operators ask over HTTP. */
class RestTest {

    private static final String ID = MessageIds.random(new Random(3));

    private final ScriptedWorker worker = new ScriptedWorker();
    private final Dispatcher dispatcher = worker.dispatcher();
    private final QueueResource queue =
            new QueueResource(
                    worker.queue, new QueueOperator(dispatcher, worker.queue, worker.identity()));
    private final MemoryTrace trace = new MemoryTrace();
    private final TraceResource traces = new TraceResource(trace);

    @Test
    void listShowsWhatIsLeftTheOldestFirstInPages() {
        defer("m1", 3000);
        defer("m2", 1000);
        defer("m3", 2000);
        assertEquals(List.of("m2", "m3"), ids(queue.list(2, "")));
        assertEquals(List.of("m1"), ids(queue.list(2, "m3")));
        assertEquals(400, queue.list(0, "").getStatus());
        assertEquals(400, queue.list(1001, "").getStatus());
    }

    @Test
    void messageIsShownWithWhatBecameOfEachRecipient() {
        defer("m1", 3000);
        QueueResponses.Message shown =
                assertInstanceOf(QueueResponses.Message.class, queue.show("m1").getEntity());
        QueueResponses.RecipientEntry recipient = shown.recipients().getFirst();
        assertEquals("a@far.test", recipient.address());
        assertEquals(RecipientState.WAITING.name(), recipient.state());
        assertEquals("later", recipient.lastReply());
        assertEquals(404, queue.show("no").getStatus());
    }

    @Test
    void retryAndDropAnswerWhatBecameOfThem() {
        defer("m1", 3000);
        assertEquals(200, queue.retry("m1").getStatus());
        assertEquals(200, queue.drop("m1", false).getStatus());
        assertEquals(409, queue.drop("m1", false).getStatus());
        assertEquals(409, queue.retry("m1").getStatus());
        assertEquals(404, queue.retry("no").getStatus());
        assertEquals(404, queue.drop("no", true).getStatus());
    }

    @Test
    void traceIsFoundByIdAndByMessageIdField() {
        tell(ID, EventKind.DELIVERED, 2000);
        tell(ID, EventKind.ACCEPTED, 1000);
        for (String asked : List.of(ID, "<x@y>", "x@y")) {
            QueueResponses.Trace shown =
                    assertInstanceOf(QueueResponses.Trace.class, traces.of(asked).getEntity());
            assertEquals(
                    List.of("ACCEPTED", "DELIVERED"),
                    shown.events().stream().map(QueueResponses.Event::kind).toList());
        }
        assertEquals(404, traces.of("<no@y>").getStatus());
        assertEquals(404, traces.of(MessageIds.random(new Random(4))).getStatus());
    }

    @Test
    void storeThatIsAwayIsToldWithoutTheExceptionsText() {
        Response answer = new StoreProblems().toResponse(new AnswerLost("java.lang.Secret"));
        assertEquals(503, answer.getStatus());
        Problem problem = assertInstanceOf(Problem.class, answer.getEntity());
        assertFalse(problem.toString().contains("Secret"), problem.toString());
    }

    private static List<String> ids(Response answer) {
        return assertInstanceOf(QueueResponses.Listing.class, answer.getEntity())
                .messages()
                .stream()
                .map(QueueResponses.Message::id)
                .toList();
    }

    private void tell(String id, EventKind kind, long at) {
        LinkedHashMap<String, DeliveryEvent> events = new LinkedHashMap<>();
        events.put(
                "0/" + at,
                DeliveryEvent.newBuilder()
                        .setMessageId(id)
                        .setKind(kind)
                        .setAt(at)
                        .setHeaderMessageId("<x@y>")
                        .build());
        trace.add(events);
    }

    private void defer(String id, long at) {
        worker.remote = _ -> new Deferred("4.4.1", "mx", "later", false);
        dispatcher.accept(
                AcceptedMail.newBuilder()
                        .setId(id)
                        .setArrival(Arrival.newBuilder().setAt(at))
                        .addRecipients(MailRecipient.newBuilder().setAddress("a@far.test"))
                        .setInline(ByteString.copyFromUtf8("x"))
                        .build(),
                false);
    }
}
