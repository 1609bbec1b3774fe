package posthorn.delivery.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.AttemptResult.Held;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.AccountFailure;
import posthorn.protocol.wire.AccountFailureKind;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.DeliveryOutcome;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Refusal;
import posthorn.protocol.wire.Refused;

/** Deliveries into mailboxes, over real connections to pods that do what the test says. */
class MailboxApiDeliveryTest {

    private static final ByteString TEXT = ByteString.copyFromUtf8("Subject: x\r\n\r\nx\r\n");

    private final MailboxPod pod = new MailboxPod();
    private final MailboxPod other = new MailboxPod();
    private final PodBreakers breakers =
            new PodBreakers(3, Duration.ofMillis(300), Duration.ofHours(1), System::nanoTime);

    @AfterEach
    void close() {
        pod.close();
        other.close();
    }

    @Test
    void oneCallPerPodForAllRecipientsWithTheBodyOnce() {
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            accounts.add(i % 2 == 0 ? "here" + i : "there" + i);
        }
        ByteString large = ByteString.copyFrom(new byte[600_000]);
        Map<Integer, AttemptResult> results =
                delivery(Duration.ZERO)
                        .deliver(
                                mail(accounts),
                                new QueuedBody.Inline(large),
                                IntStream.range(0, 300).boxed().toList());
        assertEquals(300, results.size());
        results.values().forEach(result -> assertInstanceOf(Delivered.class, result));
        assertEquals(1, pod.calls.size());
        assertEquals(1, other.calls.size());
        assertEquals(large, pod.calls.getFirst().octets());
        assertEquals(150, other.keys().size());
        assertTrue(pod.keys().contains("m/298") && other.keys().contains("m/299"));
        assertEquals(
                "Return-Path: <sender@far.test>\r\n",
                pod.calls.getFirst().header().getPrefix().toStringUtf8());
    }

    @Test
    void transitBodyIsNamedAndNotSent() {
        deliver(new QueuedBody.Transit("t1"), "here");
        assertEquals("t1", pod.calls.getFirst().header().getTransit());
        assertEquals(ByteString.EMPTY, pod.calls.getFirst().octets());
    }

    @Test
    void whatIsJunkGoesThereWithItsFieldsInFrontAndTheReasonInTheTrace() {
        AcceptedMail mail =
                mail(List.of("here")).toBuilder()
                        .setPrefix(ByteString.copyFromUtf8("Authentication-Results: x; none\r\n"))
                        .setJunk("nothing shows that it is from far.test")
                        .build();
        Map<Integer, AttemptResult> results =
                delivery(Duration.ZERO).deliver(mail, new QueuedBody.Inline(TEXT), List.of(0));
        assertEquals("Junk", pod.calls.getFirst().header().getSpecialUse());
        assertEquals(
                "Return-Path: <sender@far.test>\r\nAuthentication-Results: x; none\r\n",
                pod.calls.getFirst().header().getPrefix().toStringUtf8());
        assertEquals(
                "stored as junk: nothing shows that it is from far.test",
                assertInstanceOf(Delivered.class, results.get(0)).reply());
    }

    /** A record is handled on a context of Vert.x, where gRPC keeps what was attached to it. */
    @Test
    void callsBehindADeliveryAreNotCancelledWithIt() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            List<Map<Integer, AttemptResult>> results =
                    VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext())
                            .executeBlocking(() ->
                                    List.of(
                                            deliver(new QueuedBody.Inline(TEXT), "here"),
                                            deliver(new QueuedBody.Inline(TEXT), "here")))
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS);
            results.forEach(each -> assertInstanceOf(Delivered.class, each.get(0)));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void eachRecipientHasItsOwnResult() {
        pod.outcome =
                recipient ->
                        switch (recipient.getAccount()) {
                            case "here-full" -> refused(Refusal.OVER_QUOTA);
                            case "here-gone" -> refused(Refusal.NO_SUCH_ACCOUNT);
                            case "here-sick" -> failure(AccountFailureKind.ACCOUNT_UNAVAILABLE);
                            case "here-busy" -> failure(AccountFailureKind.ACCOUNT_OVERLOADED);
                            default -> DeliveryOutcome.getDefaultInstance();
                        };
        Map<Integer, AttemptResult> results =
                deliver(
                        new QueuedBody.Inline(TEXT),
                        "here-full",
                        "here-gone",
                        "here-sick",
                        "here-busy",
                        "here-odd");
        assertEquals("4.2.2", assertInstanceOf(Deferred.class, results.get(0)).status());
        assertEquals("5.1.1", assertInstanceOf(Failed.class, results.get(1)).status());
        for (int ordinal = 2; ordinal < 5; ordinal++) {
            assertSentence(assertInstanceOf(Deferred.class, results.get(ordinal)).reply());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "INTERNAL"})
    void failedCallDefersWithASentence(Status.Code code) {
        pod.failure =
                Optional.of(
                        Status.fromCode(code)
                                .withDescription("com.mongodb.MongoTimeoutException: secret"));
        AttemptResult result = deliver(new QueuedBody.Inline(TEXT), "here").get(0);
        assertSentence(assertInstanceOf(Deferred.class, result).reply());
    }

    @Test
    void callThatThePodDoesNotUnderstandIsHeldWithASentence() {
        pod.failure = Optional.of(Status.INVALID_ARGUMENT.withDescription("java.lang.Oops"));
        AttemptResult result = deliver(new QueuedBody.Inline(TEXT), "here").get(0);
        assertSentence(assertInstanceOf(Held.class, result).reply());
    }

    @Test
    void bodyThatIsGoneIsNoLossWhereTheDeliveryStands() {
        pod.failure = Optional.of(Status.NOT_FOUND);
        pod.delivered.add("m/0");
        Map<Integer, AttemptResult> results =
                deliver(new QueuedBody.Transit("t1"), "here1", "here2");
        assertInstanceOf(Delivered.class, results.get(0));
        assertInstanceOf(Held.class, results.get(1));
    }

    @Test
    void podThatComesBackSoonIsAskedAgain() throws Exception {
        pod.failure = Optional.of(Status.UNAVAILABLE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Map<Integer, AttemptResult>> running =
                    threads.submit(() ->
                            delivery(Duration.ofMinutes(1))
                                    .deliver(
                                            mail(List.of("here")),
                                            new QueuedBody.Inline(TEXT),
                                            List.of(0)));
            while (pod.asked.get() == 0) {
                Thread.onSpinWait();
            }
            pod.failure = Optional.empty();
            assertInstanceOf(Delivered.class, running.get().get(0));
        }
    }

    @Test
    void podThatAnswersNobodyHoldsUpNoOtherAndIsNotAskedAnyMore() throws Exception {
        pod.silent = true;
        MailboxApiDelivery delivery = delivery(Duration.ofHours(1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Map<Integer, AttemptResult>>> records = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                records.add(() ->
                        delivery.deliver(
                                mail(List.of("here")), new QueuedBody.Inline(TEXT), List.of(0)));
            }
            for (Future<Map<Integer, AttemptResult>> each : threads.invokeAll(records)) {
                assertInstanceOf(Deferred.class, each.get().get(0));
            }
        }
        assertEquals(1, breakers.open());
        AttemptResult refused = deliver(new QueuedBody.Inline(TEXT), "here-late").get(0);
        assertSentence(assertInstanceOf(Deferred.class, refused).reply());
        assertInstanceOf(Delivered.class, deliver(new QueuedBody.Inline(TEXT), "there").get(0));
        assertFalse(pod.accounts().contains("here-late"), "it was asked");
    }

    @Test
    void nobodyToAskDefers() {
        MailboxApiDelivery nowhere =
                new MailboxApiDelivery(
                        MailboxPod.nowhere(), breakers, Duration.ofMinutes(1), Duration.ZERO);
        Map<Integer, AttemptResult> results =
                nowhere.deliver(
                        mail(List.of("a", "b")), new QueuedBody.Inline(TEXT), List.of(0, 1));
        assertInstanceOf(Deferred.class, results.get(0));
        assertInstanceOf(Deferred.class, results.get(1));
    }

    @Test
    void tellsWhichDeliveriesStand() {
        pod.delivered.add("m/1");
        assertEquals(
                List.of(false, true),
                delivery(Duration.ZERO).delivered("here", List.of("m/0", "m/1")));
    }

    private static void assertSentence(String reply) {
        assertFalse(reply.contains("secret") || reply.contains("java."), reply);
        assertTrue(reply.contains(" "), reply);
    }

    private Map<Integer, AttemptResult> deliver(QueuedBody body, String... accounts) {
        return delivery(Duration.ZERO)
                .deliver(
                        mail(List.of(accounts)),
                        body,
                        IntStream.range(0, accounts.length).boxed().toList());
    }

    private MailboxApiDelivery delivery(Duration retryFor) {
        return new MailboxApiDelivery(
                new MailboxChannels() {
                    @Override
                    public Channel forAccount(String account) {
                        return of(account).forAccount(account);
                    }

                    @Override
                    public Channel streams(String subject) {
                        return of(subject).streams(subject);
                    }

                    @Override
                    public Channel any(String subject) {
                        return of(subject).any(subject);
                    }
                },
                breakers,
                Duration.ofMinutes(1),
                retryFor);
    }

    private MailboxPod of(String account) {
        return account.startsWith("here") ? pod : other;
    }

    private static DeliveryOutcome refused(Refusal reason) {
        return DeliveryOutcome.newBuilder()
                .setResult(
                        CommandResult.newBuilder()
                                .setRefused(
                                        Refused.newBuilder().setReason(reason).setText("no room")))
                .build();
    }

    private static DeliveryOutcome failure(AccountFailureKind kind) {
        return DeliveryOutcome.newBuilder()
                .setFailure(AccountFailure.newBuilder().setKind(kind).setText("java.lang.secret"))
                .build();
    }

    private static AcceptedMail mail(List<String> accounts) {
        AcceptedMail.Builder mail =
                AcceptedMail.newBuilder().setId("m").setReversePath("sender@far.test");
        accounts.forEach(account ->
                mail.addRecipients(
                        MailRecipient.newBuilder()
                                .setAccount(account)
                                .setAddress(account + "@near.test")));
        return mail.build();
    }
}
