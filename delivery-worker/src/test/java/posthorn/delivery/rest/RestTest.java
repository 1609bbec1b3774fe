package posthorn.delivery.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.Dispatcher;
import posthorn.delivery.dispatch.QueueOperator;
import posthorn.delivery.dispatch.ScriptedWorker;
import posthorn.delivery.pace.LastReply;
import posthorn.delivery.pace.MemoryPace;
import posthorn.delivery.pace.Pace;
import posthorn.delivery.pace.SharedPace;
import posthorn.delivery.pace.SiteBounds;
import posthorn.delivery.pace.SiteRecord;
import posthorn.delivery.pace.TestLimits;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueueSurvey;
import posthorn.delivery.queue.RecipientState;
import posthorn.delivery.trace.MemoryTrace;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemException;

/** What operators ask over HTTP. */
class RestTest {

    private static final String ID = MessageIds.random(new Random(3));

    private final ScriptedWorker worker = new ScriptedWorker();
    private final Dispatcher dispatcher = worker.dispatcher();
    private final QueueResource queue =
            new QueueResource(
                    worker.queue,
                    new QueueSurvey(worker.queue, 100),
                    new QueueOperator(dispatcher, worker.queue, worker.identity()));
    private final MemoryTrace trace = new MemoryTrace();
    private final TraceResource traces = new TraceResource(trace);

    @Test
    void listShowsWhatIsLeftTheOldestFirstInPages() {
        defer("m1", 3000);
        defer("m2", 1000);
        defer("m3", 2000);
        Page<QueueResponses.Message> first = list("2", null);
        assertEquals(List.of("m2", "m3"), ids(first));
        Page<QueueResponses.Message> last = list("2", first.next());
        assertEquals(List.of("m1"), ids(last));
        assertNull(last.next());
        for (String wrong : List.of("0", "1001", "x")) {
            assertThrows(ProblemException.class, () -> list(wrong, null));
        }
    }

    @Test
    void listIsFilteredAndDestinationsShowWhatWaitsForThem() {
        defer("m1", 3000);
        assertEquals(List.of("m1"), ids(filtered("A@FAR", "far", "waiting")));
        assertEquals(List.of(), ids(filtered("a@far", "", "held")));
        assertThrows(ProblemException.class, () -> filtered("", "", "lost"));
        QueueResponses.Destinations found = queue.destinations();
        assertTrue(found.complete());
        QueueResponses.DestinationEntry far = found.items().getFirst();
        assertEquals("far.test", far.destination());
        assertEquals(1, far.waiting());
        assertEquals("later", far.lastReply());
    }

    @Test
    void explanationsAreInTheLanguageThatIsAskedFor() {
        defer("m1", 3000);
        QueueResponses.Message english =
                queue.list(QueueQuestion.ALL, null, null, "en").items().getFirst();
        QueueResponses.Message german =
                queue.list(QueueQuestion.ALL, null, null, "de-AT, en;q=0.5").items().getFirst();
        assertNotEquals(
                english.recipients().getFirst().explanation(),
                german.recipients().getFirst().explanation());
    }

    private Page<QueueResponses.Message> list(@Nullable String limit, @Nullable String cursor) {
        return queue.list(QueueQuestion.ALL, limit, cursor, null);
    }

    private Page<QueueResponses.Message> filtered(
            String recipient, String destination, String state) {
        return queue.list(new QueueQuestion("", recipient, destination, state), null, null, null);
    }

    @Test
    void messageIsShownWithWhatBecameOfEachRecipient() {
        defer("m1", 3000);
        QueueResponses.Message shown =
                assertInstanceOf(QueueResponses.Message.class, queue.show("m1", null).getEntity());
        QueueResponses.RecipientEntry recipient = shown.recipients().getFirst();
        assertEquals("a@far.test", recipient.address());
        assertEquals(RecipientState.WAITING.name(), recipient.state());
        assertEquals("later", recipient.lastReply());
        assertEquals("unreachable", recipient.reason());
        assertTrue(recipient.advice().contains("port 25"), recipient.advice());
        assertEquals(404, queue.show("no", null).getStatus());
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
    void sitesAreThoseThatAllKnowAndThoseOfTheWorkerThatAnswers() {
        MemoryPace store = new MemoryPace();
        SharedPace pace =
                new SharedPace(
                        TestLimits.standard(),
                        host -> host,
                        () -> 0,
                        () -> Instant.ofEpochMilli(5),
                        Optional.empty());
        store.replace(
                "w/1",
                List.of(
                        new SiteRecord(
                                "a.test",
                                1,
                                new SiteBounds(2.5, 30, 0),
                                0,
                                List.of(),
                                new LastReply("mx.a.test", "421 slow down", 7))));
        try (Pace.Turn turn = pace.begin("b.test")) {
            turn.at(List.of("mx.b.test"));
            turn.accepted("mx.b.test", "250 ok");
        }
        SitesResource sites = new SitesResource(store, pace);
        assertEquals(
                List.of(
                        "a.test 2 30 0 mx.a.test 421 slow down 1970-01-01T00:00:00.007Z",
                        "mx.b.test 10 0 1 mx.b.test 250 ok 1970-01-01T00:00:00.005Z"),
                sites.list("10").items().stream().map(RestTest::words).toList());
        assertThrows(ProblemException.class, () -> sites.list("0"));
    }

    private static String words(SitesResource.Site site) {
        return "%s %d %d %d %s %s %s"
                .formatted(
                        site.site(),
                        site.connections(),
                        site.perMinute(),
                        site.workers(),
                        site.lastHost(),
                        site.lastReply(),
                        site.lastAt());
    }

    @Test
    void traceIsFoundByIdAndByMessageIdField() {
        tell(ID, EventKind.DELIVERED, 2000);
        tell(ID, EventKind.ACCEPTED, 1000);
        for (String asked : List.of(ID, "<x@y>", "x@y")) {
            QueueResponses.Trace shown =
                    assertInstanceOf(
                            QueueResponses.Trace.class, traces.of(asked, null).getEntity());
            assertEquals(
                    List.of("ACCEPTED", "DELIVERED"),
                    shown.events().stream().map(QueueResponses.Event::kind).toList());
        }
        assertEquals(404, traces.of("<no@y>", null).getStatus());
        assertEquals(404, traces.of(MessageIds.random(new Random(4)), null).getStatus());
    }

    @Test
    void traceExplainsWhatFailedAndNothingElse() {
        tell(ID, EventKind.BOUNCED, 2000);
        tell(ID, EventKind.ACCEPTED, 1000);
        List<QueueResponses.Event> events =
                assertInstanceOf(QueueResponses.Trace.class, traces.of(ID, null).getEntity())
                        .events();
        assertEquals("", events.get(0).reason());
        assertEquals("mailbox-full", events.get(1).reason());
        assertFalse(events.get(1).explanation().isEmpty());
    }

    @Test
    void storeThatIsAwayIsToldWithoutTheExceptionsText() {
        Response answer = new StoreProblems().toResponse(new AnswerLost("java.lang.Secret"));
        assertEquals(503, answer.getStatus());
        Problem problem = assertInstanceOf(Problem.class, answer.getEntity());
        assertFalse(problem.toString().contains("Secret"), problem.toString());
    }

    private static List<String> ids(Page<QueueResponses.Message> page) {
        return page.items().stream().map(QueueResponses.Message::id).toList();
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
                        .setStatus("5.2.2")
                        .setHost("mx.far.test[192.0.2.1]:25")
                        .setReply("552 5.2.2 full")
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
