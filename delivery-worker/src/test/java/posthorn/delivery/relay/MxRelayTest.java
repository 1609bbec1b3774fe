package posthorn.delivery.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;

/** Messages on their way to other hosts, over real sockets, TLS and DNS on loopback. */
class MxRelayTest {

    private static final String TEXT = "Subject: x\r\n\r\n.dot\r\n..\r\nhello\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final SmallDns dns = new SmallDns();
    private final ScriptedPeer first = new ScriptedPeer(vertx, "127.0.0.1", 0);
    private final ScriptedPeer second = new ScriptedPeer(vertx, "127.0.0.2", first.port());
    private MxRelay relay = relay(10_000);

    @BeforeEach
    void nameThem() {
        dns.mx("far.test", 10, "first.test");
        dns.mx("far.test", 20, "second.test");
        dns.a("first.test", "127.0.0.1");
        dns.a("second.test", "127.0.0.2");
    }

    @AfterEach
    void close() {
        relay.close();
        first.close();
        second.close();
        dns.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
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
    void oneTransactionForAllRecipientsWithAnOutcomeEach() {
        Map<Integer, AttemptResult> results =
                send(TEXT, "a@far.test", "nobody@far.test", "c@far.test");
        assertInstanceOf(Delivered.class, results.get(0));
        Failed failed = assertInstanceOf(Failed.class, results.get(1));
        assertEquals("5.1.1", failed.status());
        assertTrue(failed.host().startsWith("first.test[127.0.0.1]:"));
        assertInstanceOf(Delivered.class, results.get(2));
        assertEquals(1, first.received.size());
        assertEquals(List.of("a@far.test", "c@far.test"), first.received.getFirst().to());
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
        relay.close();
        relay = relay(1000);
        first.behaviour.silentAfterDot = true;
        Deferred deferred = assertInstanceOf(Deferred.class, send(TEXT, "a@far.test").get(0));
        assertTrue(deferred.maybeTwice());
        assertTrue(deferred.reply().contains("in time"), deferred.reply());
    }

    @Test
    void noFinalDotWhenTheClaimIsLost() {
        Map<Integer, AttemptResult> results = send(TEXT, () -> false, "a@far.test");
        assertInstanceOf(Deferred.class, results.get(0));
        assertEquals(0, first.received.size());
        assertEquals(0, second.connections.get());
        delivered(send(TEXT, "a@far.test"));
        assertEquals(1, first.received.size());
    }

    @Test
    void whatNeedsEightBitIsReturnedByAHostWithout() {
        first.behaviour.features = List.of("PIPELINING");
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

    private static void delivered(Map<Integer, AttemptResult> results) {
        assertInstanceOf(Delivered.class, results.get(0), () -> results.toString());
    }

    private Map<Integer, AttemptResult> send(String text, String... to) {
        return send(text, () -> true, to);
    }

    private Map<Integer, AttemptResult> send(
            String text, java.util.function.BooleanSupplier mayEnd, String... to) {
        ByteString octets = ByteString.copyFrom(text, java.nio.charset.StandardCharsets.ISO_8859_1);
        AcceptedMail.Builder mail =
                AcceptedMail.newBuilder()
                        .setReversePath("sender@near.test")
                        .setSize(octets.size())
                        .setEightBit(true);
        for (String address : to) {
            mail.addRecipients(MailRecipient.newBuilder().setAddress(address));
        }
        String domain = to[0].substring(to[0].indexOf('@') + 1);
        return relay.relay(
                mail.build(),
                new QueuedBody.Inline(octets),
                domain,
                IntStream.range(0, to.length).boxed().toList(),
                mayEnd);
    }

    private MxRelay relay(long patience) {
        RelaySettings settings =
                RelaySettingsOf.defaults()
                        .withPort(first.port())
                        .allowing("127.0.0.0/8")
                        .patience(patience);
        MxRoutes routes =
                new MxRoutes(
                        new DnsClient(List.of(dns.server())),
                        new ForbiddenHosts(settings, "mail.here.test"),
                        new Random(7));
        return new MxRelay(vertx, settings, routes, MxRelayTest::chunks, "mail.here.test");
    }

    private static MessageContent chunks(QueuedBody body) {
        ByteString octets = ((QueuedBody.Inline) body).octets();
        int[] at = new int[1];
        return () -> {
            int end = Math.min(octets.size(), at[0] + 10_000);
            byte[] chunk = octets.substring(at[0], end).toByteArray();
            at[0] = end;
            return chunk.length == 0 ? Optional.empty() : Optional.of(chunk);
        };
    }
}
