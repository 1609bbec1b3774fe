package posthorn.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.Dispatcher;
import posthorn.delivery.dispatch.QueueRunner;
import posthorn.delivery.dispatch.ScriptedWorker;
import posthorn.delivery.pace.Pace;
import posthorn.delivery.pace.SharedPace;
import posthorn.delivery.pace.TestLimits;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.Paced;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.policy.NotifiedSenders;
import posthorn.delivery.policy.RetryPlan;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.RecipientState;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;

/**
 * One dead destination, one that answers nothing until the test is over, and 98 quick ones. The
 * slow ones have far more mail, all of it older, under hundreds of domains; nothing of it keeps the
 * quick ones waiting, however few attempts are made at once.
 */
class IndependentDestinationsTest {

    private static final int AT_ONCE = 30;
    private static final int QUICK = 98;
    private static final int EACH = 3;
    private static final int SLOW_DOMAINS = 400;
    private static final String DEAD = "adead";
    private static final String TARPIT = "atarpit";

    private final ScriptedWorker worker = new ScriptedWorker();
    private final WorkerSignals signals = new WorkerSignals();
    private final WorkInHand inHand = new WorkInHand();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<String, AtomicInteger> now = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();
    private final AtomicInteger delivered = new AtomicInteger();
    private final SharedPace pace =
            new SharedPace(
                    TestLimits.standard(),
                    host -> host,
                    System::nanoTime,
                    Instant::now,
                    Optional.empty());
    private final AttemptThreads limits =
            new AttemptThreads(AT_ONCE, 5, 600, 100, pace, signals, inHand);
    private final RetryPlan plan =
            new RetryPlan(
                    Duration.ofHours(1),
                    Duration.ofHours(4),
                    0.1,
                    Duration.ofHours(4),
                    Duration.ofDays(5));

    @AfterEach
    void end() throws InterruptedException {
        over.countDown();
        assertTrue(inHand.drain(Duration.ofMinutes(1)));
    }

    @Test
    void oneDeadAndOneTarpitDelayNoneOf98() {
        worker.remote = this::attempt;
        Dispatcher dispatcher =
                new Dispatcher(
                        worker.ports(limits), worker.identity(), plan, plan, NotifiedSenders.ALL);
        for (int i = 0; i < SLOW_DOMAINS; i++) {
            queue(DEAD + "-" + i);
            queue(TARPIT + "-" + i);
        }
        for (int i = 0; i < QUICK * EACH; i++) {
            queue("quick" + i % QUICK + "-" + i);
        }
        QueueRunner runner =
                new QueueRunner(
                        dispatcher,
                        worker.ports(limits),
                        worker.identity(),
                        worker.queue,
                        System::nanoTime,
                        Long.MAX_VALUE);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    runner.runDue();
                    limits.startWaiting();
                    return delivered.get() == QUICK * EACH;
                });
        assertTrue(count(now, TARPIT) > 0, "the tarpit still holds its dialogues");
        int known = TestLimits.standard().aloneConnections();
        assertTrue(count(most, TARPIT) <= known, () -> "at the tarpit: " + most);
        assertTrue(count(most, DEAD) <= known, () -> "at the dead one: " + most);
        for (int i = 0; i < QUICK * EACH; i++) {
            assertEquals(RecipientState.RELAYED, state("quick" + i % QUICK + "-" + i));
        }
        assertEquals(RecipientState.WAITING, state(TARPIT + "-0"));
    }

    /** Each domain of a slow site has its own name, and the same hosts. */
    private AttemptResult attempt(String address) {
        String domain = address.substring(address.indexOf('@') + 1);
        String site = domain.substring(0, domain.indexOf('-'));
        try (Pace.Turn turn = pace.begin(domain)) {
            Optional<Paced> waits = turn.at(List.of("mx." + site));
            if (waits.isPresent()) {
                return FailurePolicy.result(waits.get());
            }
            int dialogues = now.computeIfAbsent(site, _ -> new AtomicInteger()).incrementAndGet();
            most.computeIfAbsent(site, _ -> new AtomicInteger())
                    .accumulateAndGet(dialogues, Math::max);
            try {
                return talk(site, turn);
            } finally {
                now.computeIfAbsent(site, _ -> new AtomicInteger()).decrementAndGet();
            }
        }
    }

    private static int count(Map<String, AtomicInteger> counts, String site) {
        return counts.getOrDefault(site, new AtomicInteger()).get();
    }

    private AttemptResult talk(String site, Pace.Turn turn) {
        if (site.equals(DEAD) || site.equals(TARPIT)) {
            if (site.equals(TARPIT)) {
                hang();
            }
            DeliveryFailure lost = new DeliveryFailure.Unreachable("mx." + site, "no answer");
            turn.failed(lost);
            return FailurePolicy.result(lost);
        }
        turn.accepted("mx." + site, "250 ok");
        delivered.incrementAndGet();
        return Delivered.relayed("mx." + site, "250 ok");
    }

    private void hang() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RecipientState state(String domain) {
        return worker.queue.find(domain).orElseThrow().recipients().getFirst().state();
    }

    private void queue(String domain) {
        AcceptedMail mail =
                AcceptedMail.newBuilder()
                        .setId(domain)
                        .addRecipients(MailRecipient.newBuilder().setAddress("a@" + domain))
                        .setInline(ByteString.copyFromUtf8("x"))
                        .build();
        worker.queue.insert(QueuedMessage.accepted(mail, worker.now.get()));
    }
}
