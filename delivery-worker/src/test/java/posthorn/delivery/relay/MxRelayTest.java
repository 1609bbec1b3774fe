package posthorn.delivery.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.vertx.core.http.ClientAuth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.delivery.signing.SigningResult;

/** Messages on their way to other hosts, over real sockets, TLS and DNS on loopback. */
class MxRelayTest {

    private static final String TEXT = "Subject: x\r\n\r\n.dot\r\n..\r\nhello\r\n";

    private final RelayRig rig = new RelayRig();
    private final ScriptedPeer first = rig.first;
    private final ScriptedPeer second = rig.second;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void everyOctetArrivesAsItWas() {
        delivered(send(TEXT, "a@far.test"));
        ScriptedPeer.Received message = first.received.getFirst();
        assertEquals(TEXT, message.body());
        assertEquals("sender@near.test", message.from());
        assertEquals(0, second.connections.get());
    }

    @Test
    void signaturesAreOnTopAndCount() {
        rig.signer =
                (mail, source) ->
                        new SigningResult.Signed(
                                ByteString.copyFromUtf8("DKIM-Signature: v=1\r\n"));
        delivered(send(TEXT, "a@far.test"));
        ScriptedPeer.Received message = first.received.getFirst();
        assertEquals("DKIM-Signature: v=1\r\n" + TEXT, message.body());
    }

    @Test
    void whatCannotBeSignedWaitsAndNobodyIsAsked() {
        rig.signer = (mail, source) -> new SigningResult.Failed("no such luck", true);
        Deferred deferred = assertInstanceOf(Deferred.class, send(TEXT, "a@far.test").getFirst());
        assertEquals("4.7.5", deferred.status());
        assertTrue(deferred.reply().contains("no such luck"), deferred.reply());
        assertEquals(0, first.connections.get());
    }

    @Test
    void oneTransactionForAllRecipientsWithAnOutcomeEach() {
        List<AttemptResult> results = send(TEXT, "a@far.test", "nobody@far.test", "c@far.test");
        assertInstanceOf(Delivered.class, results.get(0));
        Failed failed = assertInstanceOf(Failed.class, results.get(1));
        assertEquals("5.1.1", failed.status());
        assertTrue(failed.host().startsWith("first.test[127.0.0.1]:"));
        assertInstanceOf(Delivered.class, results.get(2));
        assertEquals(1, first.received.size());
        assertEquals(List.of("a@far.test", "c@far.test"), first.received.getFirst().to());
    }

    @Test
    void noMoreRecipientsAndMessagesThanTheHostTakes() {
        first.behaviour.features = List.of("PIPELINING", "LIMITS RCPTMAX=2 MAILMAX=2");
        String[] five = {"a@far.test", "b@far.test", "c@far.test", "d@far.test", "e@far.test"};
        send(TEXT, five).forEach(result -> assertInstanceOf(Delivered.class, result));
        assertEquals(
                List.of(List.of("a@far.test", "b@far.test"), List.of("c@far.test", "d@far.test")),
                first.received.stream().map(ScriptedPeer.Received::to).toList());
        assertEquals(1, first.connections.get());
        assertEquals(List.of("e@far.test"), second.received.getFirst().to());
        delivered(send(TEXT, "f@far.test"));
        assertEquals(3, first.received.size() + second.received.size() - 1);
    }

    @Test
    void tlsWhenItIsOffered() {
        first.behaviour.tls = ScriptedPeer.Tls.GOOD;
        delivered(send(TEXT, "a@far.test"));
        assertTrue(first.received.getFirst().secure());
    }

    @Test
    void plainOnANewConnectionWhenTheHandshakeFails() {
        first.behaviour.tls = ScriptedPeer.Tls.BROKEN;
        delivered(send(TEXT, "a@far.test"));
        assertEquals(false, first.received.getFirst().secure());
        assertEquals(2, first.connections.get());
    }

    @Test
    void nextHostWhenTheFirstIsDeadOrBusy() {
        first.behaviour.greeting = "421 4.3.2 busy";
        delivered(send(TEXT, "a@far.test"));
        first.close();
        delivered(send(TEXT, "b@far.test"));
        assertEquals(2, second.received.size());
    }

    @Test
    void connectionIsUsedAgainAndNotTooOften() {
        for (int i = 0; i < 4; i++) {
            delivered(send(TEXT, "a@far.test"));
        }
        assertEquals(4, first.received.size());
        assertEquals(2, first.connections.get());
    }

    @Test
    void connectionThatTheHostClosedMeanwhileIsReplaced() {
        first.behaviour.closeAfterReply = true;
        delivered(send(TEXT, "a@far.test"));
        delivered(send(TEXT, "a@far.test"));
        assertEquals(2, first.received.size());
    }

    @Test
    void lostReplyBehindTheFinalDotMayBeTwiceAndTriesNoOtherHost() {
        first.behaviour.closeAfterDot = true;
        Deferred deferred = assertInstanceOf(Deferred.class, send(TEXT, "a@far.test").get(0));
        assertTrue(deferred.maybeTwice());
        assertEquals(0, second.connections.get());
    }

    @Test
    void hostThatFallsSilentIsGivenUpInTime() {
        rig.timeLimit(1000);
        first.behaviour.silentAfterDot = true;
        Deferred deferred = assertInstanceOf(Deferred.class, send(TEXT, "a@far.test").get(0));
        assertTrue(deferred.maybeTwice());
        assertTrue(deferred.reply().contains("in time"), deferred.reply());
    }

    @Test
    void noFinalDotWhenTheClaimIsLost() {
        List<AttemptResult> results = rig.send(TEXT, () -> false, "a@far.test");
        assertInstanceOf(Deferred.class, results.get(0));
        assertEquals(0, first.received.size());
        assertEquals(0, second.connections.get());
        delivered(send(TEXT, "a@far.test"));
        assertEquals(1, first.received.size());
    }

    @Test
    void whatNeedsEightBitIsReturnedWhenNoHostOffersIt() {
        first.behaviour.features = List.of("PIPELINING");
        second.behaviour.features = List.of("PIPELINING");
        Failed failed =
                assertInstanceOf(
                        Failed.class,
                        send("Subject: x\r\n\r\ngr\u00fc\u00df\r\n", "a@far.test").get(0));
        assertEquals("5.6.3", failed.status());
        delivered(send(TEXT, "a@far.test"));
    }

    @Test
    void largeMessageArrivesWhole() {
        String large = "Subject: x\r\n\r\n" + ".line of a large message\r\n".repeat(80_000);
        first.behaviour.features = List.of("PIPELINING", "SIZE 0", "8BITMIME");
        assertInstanceOf(Delivered.class, send(large, "a@far.test").get(0));
        assertEquals(large, first.received.getFirst().body());
    }

    @Test
    void unknownDomainFails() {
        Failed failed = assertInstanceOf(Failed.class, send(TEXT, "a@nowhere.test").get(0));
        assertEquals("5.1.2", failed.status());
    }

    @Test
    void whatOneHostCannotTakeGoesToTheOther() {
        first.behaviour.features = List.of("PIPELINING", "SIZE 20");
        String eightBit = "Subject: x\r\n\r\ngr\u00fc\u00df\r\n";
        delivered(send(eightBit, "a@far.test"));
        assertEquals(eightBit, second.received.getFirst().body());
        second.close();
        Deferred deferred = assertInstanceOf(Deferred.class, send(eightBit, "a@far.test").get(0));
        assertEquals("4.4.1", deferred.status());
        assertEquals("the host refused the connection", deferred.reply());
    }

    @Test
    void alertBehindTheHandshakeOfTls13IsAFailedHandshake() {
        try (RelayRig strict = new RelayRig(ClientAuth.REQUIRED)) {
            strict.first.behaviour.tls = ScriptedPeer.Tls.GOOD;
            delivered(strict.send(TEXT, "a@only.test"));
            assertFalse(strict.first.received.getFirst().secure());
            assertEquals(2, strict.first.connections.get());
        }
    }

    @Test
    void idleConnectionThatTheHostEndsWith421IsReplacedAtTheSameHost() {
        delivered(send(TEXT, "a@far.test"));
        first.behaviour.replies.put(Stage.RSET, "421 4.4.2 idle for too long");
        delivered(send(TEXT, "a@far.test"));
        assertEquals(2, first.received.size());
        assertEquals(0, second.connections.get());
    }

    @Test
    void hostThatSaidLaterOverAnIdleConnectionIsNotAskedAgain() {
        delivered(send(TEXT, "a@far.test"));
        first.behaviour.replies.put(Stage.RCPT, "450 4.2.1 busy");
        delivered(send(TEXT, "a@far.test"));
        assertEquals(1, first.connections.get());
        assertEquals(1, second.received.size());
    }

    @Test
    void everyRecipientGoesToTheHostThatTakesIt() {
        first.behaviour.replies.put(Stage.RCPT, "450 4.2.1 busy");
        List<AttemptResult> results = send(TEXT, "a@far.test", "b@far.test");
        assertTrue(results.get(0).host().startsWith("second.test["), results::toString);
        assertTrue(results.get(1).host().startsWith("first.test["), results::toString);
        assertEquals(List.of("b@far.test"), first.received.getFirst().to());
        assertEquals(List.of("a@far.test"), second.received.getFirst().to());
    }

    @Test
    void idleSessionsSayQuitWhenTheRelayStops() throws InterruptedException {
        delivered(send(TEXT, "a@far.test"));
        assertEquals(1, rig.relay.idleSessions());
        assertTrue(rig.relay.stop(Duration.ofSeconds(10)));
        assertEquals(true, first.ended.poll(10, TimeUnit.SECONDS));
        assertEquals(0, rig.relay.idleSessions());
        assertInstanceOf(Deferred.class, send(TEXT, "a@far.test").get(0));
        assertEquals(1, first.connections.get());
    }

    @Test
    void dialogueInHandIsFinishedBeforeTheRelayStops() throws InterruptedException {
        CountDownLatch atTheDot = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BooleanSupplier mayEnd =
                () -> {
                    atTheDot.countDown();
                    return passed(goOn);
                };
        CompletableFuture<List<AttemptResult>> sending =
                CompletableFuture.supplyAsync(
                        () -> rig.send(TEXT, mayEnd, "a@far.test"), Thread::startVirtualThread);
        assertTrue(passed(atTheDot));
        assertEquals(1, rig.relay.dialogues());
        CompletableFuture<Boolean> stopping =
                CompletableFuture.supplyAsync(
                        () -> rig.relay.stop(Duration.ofSeconds(60)), Thread::startVirtualThread);
        // No dialogue begins from then on: stop waits already, and for this one.
        await().until(() -> send(TEXT, "a@nowhere.test").get(0) instanceof Deferred);
        goOn.countDown();
        delivered(sending.join());
        assertTrue(stopping.join());
        assertEquals(0, rig.relay.dialogues());
        assertEquals(true, first.ended.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void dialogueThatIsNotDoneInTheGraceTimeNeverComesToItsFinalDot() {
        CountDownLatch atTheDot = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        first.behaviour.onRecipient =
                () -> {
                    atTheDot.countDown();
                    passed(goOn);
                };
        CompletableFuture<List<AttemptResult>> sending =
                CompletableFuture.supplyAsync(() -> send(TEXT, "a@far.test"));
        assertTrue(passed(atTheDot));
        assertFalse(rig.relay.stop(Duration.ofMillis(1)));
        goOn.countDown();
        Deferred deferred = assertInstanceOf(Deferred.class, sending.join().get(0));
        assertFalse(deferred.maybeTwice());
        assertEquals(0, first.received.size());
    }

    @Test
    void messageIsReadOnceToSeeWhatItNeedsHoweverManyHostsAreAsked() {
        first.behaviour.features = List.of("PIPELINING");
        second.behaviour.features = List.of("PIPELINING");
        assertInstanceOf(
                Failed.class, send("Subject: x\r\n\r\ngr\u00fc\u00df\r\n", "a@far.test").get(0));
        assertEquals(2, first.connections.get() + second.connections.get());
        assertEquals(3, rig.opened.get(), "once to see, once for each host");
    }

    @Test
    void hostileOctetsInAReplyAreReplaced() {
        first.behaviour.replies.put(
                Stage.RCPT, "550 5.1.1 no\u001b[2J\u009b\r\u202e\0user gr\u00fc\u00df dich");
        Failed failed = assertInstanceOf(Failed.class, send(TEXT, "a@far.test").get(0));
        assertEquals("550 5.1.1 no [2J  ? user gr\u00fc\u00df dich", failed.reply());
    }

    private static boolean passed(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<AttemptResult> send(String text, String... to) {
        return rig.send(text, to);
    }

    private static void delivered(List<AttemptResult> results) {
        assertInstanceOf(Delivered.class, results.get(0), () -> results.toString());
    }
}
