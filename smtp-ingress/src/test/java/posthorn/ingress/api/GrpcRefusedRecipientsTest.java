package posthorn.ingress.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.ingress.limits.Subject;
import posthorn.ingress.session.Client;
import posthorn.protocol.wire.ClientEvent;
import posthorn.protocol.wire.CountEventsAnswer;
import posthorn.protocol.wire.CountEventsRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.EventCount;
import posthorn.protocol.wire.EventTotal;

class GrpcRefusedRecipientsTest {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final Counter counter = new Counter();
    private final AtomicLong nanos = new AtomicLong();
    private GrpcServer server;
    private GrpcRefusedRecipients pod;
    private GrpcRefusedRecipients other;

    @BeforeEach
    void start() throws IOException {
        server = new GrpcServer(counter);
        pod = refused(3);
        other = refused(3);
    }

    private GrpcRefusedRecipients refused(int most) {
        return refused(most, 0);
    }

    private GrpcRefusedRecipients refused(int most, int mostOfNetwork) {
        return new GrpcRefusedRecipients(
                subject -> server.channel(),
                Duration.ofSeconds(20),
                most,
                mostOfNetwork,
                address -> Subject.network(address, 24, 48).prefix(),
                WINDOW,
                nanos::get);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Client client(String address) {
        return Client.connected(address, "192.0.2.2", Optional.empty());
    }

    @Test
    void allPodsCountTogetherAndRememberWhoHasNamedTooMany() throws IOException {
        Client stranger = client("192.0.2.1");
        assertFalse(pod.count(stranger));
        assertFalse(other.count(stranger));
        assertFalse(pod.count(stranger));
        assertFalse(pod.isUsedUp(stranger));
        assertTrue(other.count(stranger));
        assertTrue(other.isUsedUp(stranger));
        assertFalse(pod.isUsedUp(stranger));
        assertTrue(pod.count(stranger));
        assertTrue(pod.isUsedUp(stranger));
        assertFalse(pod.isUsedUp(client("192.0.2.3")));
        nanos.addAndGet(Duration.ofSeconds(Counter.SECONDS_LEFT).toNanos());
        assertFalse(pod.isUsedUp(stranger));
    }

    @Test
    void addressesOfOneNetworkAreOneClientAndAnAccountIsAnother() throws IOException {
        Client stranger = client("2001:db8:0:0:0:0:0:1");
        for (int i = 0; i < 4; i++) {
            pod.count(stranger);
        }
        assertTrue(pod.isUsedUp(client("2001:db8:0:0:0:0:0:2")));
        Client user =
                new Client(
                        "2001:db8:0:0:0:0:0:1",
                        "2001:db8:0:0:0:0:0:ff",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Client.User("a1", "alice@example.test", 0)));
        assertFalse(pod.isUsedUp(user));
        assertFalse(pod.count(user));
        EventCount last = counter.asked.getLast();
        assertEquals("a1", last.getAccount());
        assertEquals(900, last.getWindowSeconds());
        assertEquals(ClientEvent.RECIPIENT_REFUSED, last.getEvent());
        assertEquals("2001:db8:0:0:0:0:0:1", counter.asked.getFirst().getClientAddress());
    }

    @Test
    void nobodyToAskIsAnErrorAndNothingIsAskedWhereNoneAreCounted() throws IOException {
        counter.down = true;
        assertThrows(IOException.class, () -> pod.count(client("192.0.2.1")));
        assertFalse(refused(0).count(client("192.0.2.1")));
    }

    @Test
    void aNetworkThatNamesTooManyFromManyAddressesIsTold() throws IOException {
        GrpcRefusedRecipients networks = refused(3, 5);
        for (int host = 1; host <= 5; host++) {
            assertFalse(networks.count(client("192.0.2." + host)));
        }
        assertFalse(networks.isUsedUp(client("192.0.2.7")));
        assertTrue(networks.count(client("192.0.2.6")));
        assertTrue(networks.isUsedUp(client("192.0.2.7")));
        assertFalse(networks.isUsedUp(client("198.51.100.7")));
        assertEquals("192.0.2.0/24", counter.asked.getLast().getClientNetwork());
    }

    /** Counts the way {@code mailbox-api} does, but for networks. */
    private static final class Counter extends DirectoryGrpc.DirectoryImplBase {
        static final long SECONDS_LEFT = 42;

        final List<EventCount> asked = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, Long> counts = new HashMap<>();
        volatile boolean down;

        @Override
        public synchronized void countEvents(
                CountEventsRequest request, StreamObserver<CountEventsAnswer> to) {
            if (down) {
                to.onError(Status.UNAVAILABLE.asException());
                return;
            }
            CountEventsAnswer.Builder answer = CountEventsAnswer.newBuilder();
            for (EventCount count : request.getCountsList()) {
                asked.add(count);
                answer.addTotals(
                        EventTotal.newBuilder()
                                .setCount(
                                        counts.merge(
                                                count.getAccount()
                                                        + count.getClientAddress()
                                                        + count.getClientNetwork(),
                                                count.getMore(),
                                                Long::sum))
                                .setSecondsLeft(SECONDS_LEFT));
            }
            to.onNext(answer.build());
            to.onCompleted();
        }
    }
}
