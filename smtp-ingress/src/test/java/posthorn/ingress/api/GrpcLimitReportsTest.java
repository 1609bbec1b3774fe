package posthorn.ingress.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.ingress.greylist.Triplet;
import posthorn.ingress.limits.LimitedEvent;
import posthorn.ingress.limits.RateLimit;
import posthorn.ingress.limits.RateLimits;
import posthorn.ingress.limits.Subject;
import posthorn.protocol.wire.ClientEvent;
import posthorn.protocol.wire.CountEventsAnswer;
import posthorn.protocol.wire.CountEventsRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.EventCount;
import posthorn.protocol.wire.EventTotal;
import posthorn.protocol.wire.GreylistAnswer;
import posthorn.protocol.wire.GreylistRequest;
import posthorn.protocol.wire.ProvenSenderAnswer;
import posthorn.protocol.wire.ProvenSenderRequest;

class GrpcLimitReportsTest {
    private static final RateLimit CONNECTIONS =
            new RateLimit(LimitedEvent.CONNECTION, 50, Duration.ofDays(1));

    private final Directory directory = new Directory();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private GrpcServer server;
    private GrpcLimitReports reports;
    private RateLimits limits;

    @BeforeEach
    void start() throws IOException {
        server = new GrpcServer(directory);
        reports =
                new GrpcLimitReports(
                        subject -> server.channel(),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(10),
                        metrics);
        limits = new RateLimits(1000, InstantSource.system(), () -> {});
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void connect(Subject subject, int times) {
        for (int i = 0; i < times; i++) {
            limits.count(CONNECTIONS, subject);
        }
    }

    @Test
    void manyReportsTravelTogetherAndTheAnswersAreHeard() {
        connect(Subject.client("192.0.2.1"), 7);
        connect(Subject.network("192.0.2.1", 24, 48), 5);
        connect(new Subject.Account("a1"), 6);
        connect(Subject.client("192.0.2.9"), 4);
        directory.others = 100;
        reports.tell(limits);
        assertEquals(1, directory.calls.size());
        List<EventCount> counts = directory.calls.getFirst().getCountsList();
        assertEquals(3, counts.size());
        assertEquals("192.0.2.1", counts.get(0).getClientAddress());
        assertEquals(7, counts.get(0).getMore());
        assertEquals(86_400, counts.get(0).getWindowSeconds());
        assertEquals(ClientEvent.CONNECTION, counts.get(0).getEvent());
        assertEquals("192.0.2.0/24", counts.get(1).getClientNetwork());
        assertEquals("a1", counts.get(2).getAccount());
        assertTrue(limits.count(CONNECTIONS, Subject.client("192.0.2.1")).isPresent());
        assertFalse(limits.count(CONNECTIONS, Subject.client("192.0.2.9")).isPresent());
        assertEquals(1, metrics.counter("posthorn.limits.reports", "result", "ok").count());
    }

    @Test
    void nobodyToTellLeavesThePodItsOwnCounts() {
        directory.down = true;
        connect(Subject.client("192.0.2.1"), 20);
        reports.tell(limits);
        assertEquals(1, metrics.counter("posthorn.limits.reports", "result", "failed").count());
        connect(Subject.client("192.0.2.1"), 30);
        assertTrue(limits.count(CONNECTIONS, Subject.client("192.0.2.1")).isPresent());
    }

    @Test
    void onceWokenItTellsByItself() {
        connect(Subject.client("192.0.2.1"), 5);
        reports.wake(limits);
        reports.wake(limits);
        await().until(() -> directory.calls.size() == 1 && !limits.hasReports());
    }

    @Test
    void theGreylistIsAskedWithItsTimes() throws IOException {
        GrpcGreylist greylist =
                new GrpcGreylist(
                        subject -> server.channel(),
                        Duration.ofSeconds(20),
                        new GrpcGreylist.Times(
                                Duration.ofMinutes(5), Duration.ofDays(2), Duration.ofDays(36), 5));
        assertEquals(
                Duration.ofSeconds(42),
                greylist.left(
                        new Triplet("192.0.2.0/24", "c@far.test", "far.test", "a@here.test")));
        assertEquals(
                GreylistRequest.newBuilder()
                        .setNetwork("192.0.2.0/24")
                        .setSender("c@far.test")
                        .setSenderDomain("far.test")
                        .setRecipient("a@here.test")
                        .setDelaySeconds(300)
                        .setRetrySeconds(172_800)
                        .setKeepSeconds(3_110_400)
                        .setKnownAfter(5)
                        .build(),
                directory.greylisted.getFirst());
        greylist.proven("192.0.2.0/24", "far.test");
        assertEquals("far.test", directory.proven.getFirst().getDomain());
    }

    /** Answers as if other pods had counted so many. */
    private static final class Directory extends DirectoryGrpc.DirectoryImplBase {
        final List<CountEventsRequest> calls = new CopyOnWriteArrayList<>();
        final List<GreylistRequest> greylisted = new CopyOnWriteArrayList<>();
        final List<ProvenSenderRequest> proven = new CopyOnWriteArrayList<>();
        volatile long others;
        volatile boolean down;

        @Override
        public void countEvents(CountEventsRequest request, StreamObserver<CountEventsAnswer> to) {
            if (down) {
                to.onError(Status.UNAVAILABLE.asException());
                return;
            }
            CountEventsAnswer.Builder answer = CountEventsAnswer.newBuilder();
            for (EventCount count : request.getCountsList()) {
                answer.addTotals(
                        EventTotal.newBuilder()
                                .setCount(count.getMore() + others)
                                .setSecondsLeft(3600));
            }
            calls.add(request);
            to.onNext(answer.build());
            to.onCompleted();
        }

        @Override
        public void greylist(GreylistRequest request, StreamObserver<GreylistAnswer> to) {
            greylisted.add(request);
            to.onNext(GreylistAnswer.newBuilder().setSecondsLeft(42).build());
            to.onCompleted();
        }

        @Override
        public void provenSender(
                ProvenSenderRequest request, StreamObserver<ProvenSenderAnswer> to) {
            proven.add(request);
            to.onNext(ProvenSenderAnswer.getDefaultInstance());
            to.onCompleted();
        }
    }
}
