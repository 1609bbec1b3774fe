package posthorn.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.Dispatcher;
import posthorn.delivery.dispatch.ScriptedWorker;
import posthorn.delivery.dispatch.WorkerStopped;
import posthorn.delivery.pace.Pace;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.queue.RecipientState;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.MailRecipient;

/** A worker that stops under load finishes its dialogues, begins none, and sends nothing twice. */
class DrainTest {

    private static final int MESSAGES = 60;
    private static final int AT_ONCE = 20;

    private final WorkerSignals signals = new WorkerSignals();
    private final WorkInHand inHand = new WorkInHand();
    private final ScriptedWorker worker = new ScriptedWorker();
    private final CountDownLatch hosts = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(AT_ONCE);
    private final Map<String, Integer> sent = new ConcurrentHashMap<>();

    @Test
    void everyDialogueInHandIsFinishedAndTheRestIsLeftToOthers() throws Exception {
        worker.remote = this::sendSlowly;
        Dispatcher stopping = worker.dispatcher(limits(signals, inHand));
        for (int i = 0; i < MESSAGES; i++) {
            stopping.accept(mail("m" + i), false);
        }
        assertTrue(busy.await(1, TimeUnit.MINUTES));
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(this::drain);
        signals.drain();
        assertFalse(inHand.drain(Duration.ZERO), "dialogues stand behind the end of data");
        stopping.accept(mail("late"), false);
        hosts.countDown();
        assertTrue(drained.get(1, TimeUnit.MINUTES));
        assertEquals(AT_ONCE, sent.size());

        Dispatcher next = worker.dispatcher();
        worker.queue.due(worker.now.get(), List.of(), MESSAGES * 2).forEach(next::attempt);
        assertEquals(MESSAGES + 1, sent.size());
        assertEquals(List.of(), sent.values().stream().filter(times -> times != 1).toList());
        assertEquals(0, count(EventKind.MAYBE_TWICE));
        assertEquals(MESSAGES + 1, count(EventKind.RELAYED));
        assertEquals(
                RecipientState.RELAYED,
                worker.queue.find("late").orElseThrow().recipients().getFirst().state());
    }

    @Test
    void graceHasAnEnd() throws Exception {
        worker.remote = this::sendSlowly;
        worker.dispatcher(limits(signals, inHand)).accept(mail("m1"), false);
        assertFalse(inHand.drain(Duration.ofMillis(1)));
        assertEquals(1, inHand.count(WorkInHand.Kind.DIALOGUES));
        hosts.countDown();
        assertTrue(inHand.drain(Duration.ofMinutes(1)));
        assertEquals(0, inHand.count(WorkInHand.Kind.DIALOGUES));
    }

    @Test
    void recordThatComesWhileTheWorkerDrainsIsGivenBackWhenItStops() throws Exception {
        inHand.enter();
        CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(this::drain);
        CompletableFuture<Void> late = CompletableFuture.runAsync(this::enterOnceDraining);
        assertFalse(drained.isDone(), "a record is in hand");
        inHand.leave();
        assertTrue(drained.get(1, TimeUnit.MINUTES));
        assertFalse(late.isDone(), "it is given back too early");
        inHand.close();
        ExecutionException given =
                assertThrows(ExecutionException.class, () -> late.get(1, TimeUnit.MINUTES));
        assertTrue(given.getCause() instanceof WorkerStopped);
    }

    private void enterOnceDraining() {
        while (!inHand.draining()) {
            Thread.onSpinWait();
        }
        inHand.enter();
    }

    private boolean drain() {
        try {
            return inHand.drain(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Delivered sendSlowly(String address) {
        sent.merge(address, 1, Integer::sum);
        busy.countDown();
        try {
            hosts.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Delivered.relayed("mx", "250 ok");
    }

    private long count(EventKind kind) {
        return worker.events.stream().filter(event -> event.getKind() == kind).count();
    }

    private static AttemptThreads limits(WorkerSignals signals, WorkInHand inHand) {
        return new AttemptThreads(AT_ONCE, AT_ONCE, 1000, 1000, Pace.NONE, signals, inHand);
    }

    private static AcceptedMail mail(String id) {
        return AcceptedMail.newBuilder()
                .setId(id)
                .addRecipients(MailRecipient.newBuilder().setAddress(id + "@far.test"))
                .setInline(ByteString.copyFromUtf8("x"))
                .build();
    }
}
