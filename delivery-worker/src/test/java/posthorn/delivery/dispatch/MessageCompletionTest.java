package posthorn.delivery.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueueStore.DestinationRef;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Notify;

/** Notifications of a message and the end of its document. */
class MessageCompletionTest {

    private static final int MANY = 1000;
    private static final int LARGEST_RECORD = 1_000_000;

    private final ScriptedWorker worker = new ScriptedWorker();
    private final Dispatcher dispatcher = worker.dispatcher();
    private final QueueRunner runner =
            new QueueRunner(
                    dispatcher,
                    worker.ports(new ScriptedWorker.CallerRuns()),
                    worker.identity(),
                    worker.queue,
                    System::nanoTime,
                    1);

    @Test
    void senderGetsOneNotificationForAllDestinationsThatFailedInOneGo() {
        worker.remote = address -> new Failed("5.1.1", "mx", "550 " + "x".repeat(500));
        dispatcher.accept(mail("m", MANY), false);
        assertEquals(1, worker.produced.size());
        AcceptedMail notification = worker.produced.getFirst();
        assertEquals("sender@near.test", notification.getRecipients(0).getAddress());
        assertTrue(notification.getSerializedSize() < LARGEST_RECORD, "too large for the log");
        String text = notification.getInline().toStringUtf8();
        assertTrue(text.contains("u0@d0.test"), text.substring(0, 2000));
        assertEquals(0, worker.queue.find("m").orElseThrow().left());
    }

    @Test
    void senderWhoWantsToKnowIsToldThatTheMessageIsInTheMailbox() {
        AcceptedMail mail =
                mail("m", 1).toBuilder()
                        .setArrival(Arrival.newBuilder().setAt(1).setAccount("sender"))
                        .setRecipients(
                                0,
                                MailRecipient.newBuilder()
                                        .setAddress("u@near.test")
                                        .setAccount("u")
                                        .addNotify(Notify.SUCCESS))
                        .build();
        dispatcher.accept(mail, false);
        String text = worker.produced.getFirst().getInline().toStringUtf8();
        assertTrue(text.contains("Action: delivered\r\nStatus: 2.0.0"), text);
        assertEquals(0, worker.queue.find("m").orElseThrow().left());
        dispatcher.accept(mail, true);
        assertEquals(1, worker.produced.size());
    }

    @Test
    void successesAndFailuresAreToldApart() {
        worker.remote =
                address ->
                        address.startsWith("u0@")
                                ? new Failed("5.1.1", "mx", "550 no")
                                : Delivered.relayed("mx", "250 ok");
        AcceptedMail.Builder mail =
                mail("m", 3).toBuilder()
                        .setArrival(Arrival.newBuilder().setAt(1).setAccount("sender"));
        mail.getRecipientsBuilderList()
                .forEach(r -> r.addNotify(Notify.SUCCESS).addNotify(Notify.FAILURE));
        dispatcher.accept(mail.build(), false);
        List<String> texts =
                worker.produced.stream().map(each -> each.getInline().toStringUtf8()).toList();
        assertEquals(2, texts.size());
        assertTrue(texts.get(0).contains("Action: failed"), texts.get(0));
        assertEquals(3, texts.get(1).split("Action: relayed", -1).length);
        assertEquals(0, worker.queue.find("m").orElseThrow().left());
    }

    @Test
    void laterFailureOfAnotherDestinationIsAnotherNotification() {
        worker.remote =
                address ->
                        address.startsWith("u0@")
                                ? new Failed("5.1.1", "mx", "550 no")
                                : new Deferred("4.4.1", "mx", "later", false);
        dispatcher.accept(mail("m", 2), false);
        assertEquals(1, worker.produced.size());
        worker.remote = address -> new Failed("5.1.1", "mx", "550 no");
        worker.now.addAndGet(3_600_000);
        runner.runDue();
        assertEquals(2, worker.produced.size());
        assertEquals(
                2, Set.copyOf(worker.produced.stream().map(AcceptedMail::getId).toList()).size());
    }

    @Test
    void notificationWaitsForOtherDestinationsOnlySoLong() {
        worker.remote =
                address -> {
                    if (address.startsWith("u1@")) {
                        // The other destination is still being tried when this one has failed.
                        assertEquals(List.of(), worker.produced);
                        runner.finish(worker.now.get() + 1);
                        assertEquals(1, worker.produced.size());
                    }
                    return address.startsWith("u0@")
                            ? new Failed("5.1.1", "mx", "550 no")
                            : Delivered.relayed("mx", "250 ok");
                };
        dispatcher.accept(mail("m", 2), false);
        assertEquals(1, worker.produced.size());
        assertEquals(0, worker.queue.find("m").orElseThrow().left());
    }

    @Test
    void crashBetweenSealingAndProducingTellsOfEachRecipientOnce() {
        AtomicBoolean away = new AtomicBoolean(true);
        worker.beforeProduce =
                () -> {
                    if (away.get()) {
                        throw new AnswerLost("away");
                    }
                };
        worker.remote =
                address ->
                        address.startsWith("u0@")
                                ? new Failed("5.1.1", "mx", "550 no")
                                : new Deferred("4.4.1", "mx", "later", false);
        dispatcher.accept(mail("m", 2), false);
        PendingNotification sealed = pending("m").getFirst();
        assertTrue(sealed.sealed());
        worker.remote = address -> new Failed("5.1.1", "mx", "550 no");
        QueuedMessage standing = worker.queue.find("m").orElseThrow();
        dispatcher.attempt(new DestinationRef("m", 1, standing.destinations().get(1)));
        assertEquals(2, pending("m").size());
        assertTrue(pending("m").contains(sealed), "what is sealed does not change");
        away.set(false);
        assertEquals(0, runner.finish(worker.now.get() + 1));
        assertEquals(2, worker.produced.size());
        assertEquals(0, worker.queue.find("m").orElseThrow().left());
    }

    @Test
    void messageThatCannotBeFinishedKeepsNoOtherWaiting() {
        worker.beforeProduce =
                () -> {
                    throw new AnswerLost("away");
                };
        worker.remote = address -> new Failed("5.1.1", "mx", "550 no");
        for (int i = 0; i < 10; i++) {
            dispatcher.accept(mail("m" + i, 1), false);
        }
        assertEquals(List.of(), worker.produced);
        AtomicInteger turn = new AtomicInteger();
        worker.beforeProduce =
                () -> {
                    int now = turn.incrementAndGet();
                    if (now % 3 == 1) {
                        throw new IllegalStateException("a defect");
                    }
                    if (now % 3 == 2) {
                        throw new AnswerLost("too large");
                    }
                };
        assertEquals(7, runner.finish(worker.now.get() + 1));
        assertEquals(3, worker.produced.size());
        assertEquals(4, worker.defects.size());
    }

    @Test
    void whoeverIsAwayIsNotAskedForEachMessage() {
        worker.remote = address -> new Failed("5.1.1", "mx", "550 no");
        int[] asked = new int[1];
        worker.beforeProduce =
                () -> {
                    asked[0]++;
                    throw new AnswerLost("away");
                };
        for (int i = 0; i < 50; i++) {
            dispatcher.accept(mail("m" + i, 1), false);
        }
        asked[0] = 0;
        runner.finish(worker.now.get() + 1);
        assertEquals(5, asked[0]);
    }

    @Test
    void transitBodyIsDroppedWhenEverythingIsDone() {
        AcceptedMail mail = mail("m", 2).toBuilder().setTransit("body-m").build();
        dispatcher.accept(mail, false);
        assertEquals(Set.of("body-m"), worker.dropped);
        assertEquals(0, worker.queue.find("m").orElseThrow().left());
    }

    private List<PendingNotification> pending(String id) {
        return worker.queue.find(id).orElseThrow().pending();
    }

    /** To so many recipients at as many destinations. */
    private static AcceptedMail mail(String id, int recipients) {
        AcceptedMail.Builder mail =
                AcceptedMail.newBuilder()
                        .setId(id)
                        .setReversePath("sender@near.test")
                        .setArrival(Arrival.newBuilder().setAt(1_000_000).setAccount("sender"))
                        .setInline(ByteString.copyFromUtf8("Subject: x\r\n\r\nx\r\n"));
        for (int i = 0; i < recipients; i++) {
            mail.addRecipients(MailRecipient.newBuilder().setAddress("u" + i + "@d" + i + ".test"));
        }
        return mail.build();
    }
}
