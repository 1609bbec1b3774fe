package posthorn.mailbox.deliverytest;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import posthorn.mailbox.deliverytest.DeliveryTest.Outcome;
import posthorn.mailbox.deliverytest.DeliveryTest.Part;
import posthorn.mailbox.deliverytest.DeliveryTest.Reason;
import posthorn.mailbox.deliverytest.DeliveryTest.Step;
import posthorn.mailbox.deliverytest.RoundTrip.Result;
import posthorn.mailbox.deliverytest.RoundTrip.TestMessage;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.protocol.explanation.Language;
import posthorn.runtime.log.LoggedAddress;

/**
 * Runs tests, one at a time for an account. The document of the account decides which pod runs it:
 * whoever wrote its beginning. A pod that finds that somebody else has written goes no further.
 */
public final class DeliveryTests {

    private static final Logger LOG = Logger.getLogger(DeliveryTests.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int CHANCES = 3;

    /** Who runs a test sweeps those of long ago. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final DeliveryTestStore store;
    private final RoundTrip trip;
    private final Limits limits;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Executor threads;
    private final Semaphore room;

    /**
     * Bounds.
     *
     * @param atOnce tests that this pod runs at once
     * @param patience how long the message may take to each reader
     */
    public record Limits(int atOnce, Duration patience) {
        /** A test that has taken longer has nobody who runs it. */
        Duration longest() {
            return patience.multipliedBy(Part.values().length).plusMinutes(1);
        }
    }

    /** What came of a wish to begin one. */
    public sealed interface Beginning {
        /** It runs. */
        record Begun(DeliveryTest test) implements Beginning {}

        /** The account's last one still runs. */
        record Running(DeliveryTest test) implements Beginning {}

        /** This pod runs as many as it may. */
        record Busy() implements Beginning {}
    }

    /**
     * Tests of the installation.
     *
     * @param ids random ones
     * @param threads on which steps may wait
     */
    public DeliveryTests(
            DeliveryTestStore store,
            RoundTrip trip,
            Limits limits,
            InstantSource clock,
            Supplier<String> ids,
            Executor threads) {
        this.store = store;
        this.trip = trip;
        this.limits = limits;
        this.clock = clock;
        this.ids = ids;
        this.threads = threads;
        this.room = new Semaphore(limits.atOnce());
    }

    /**
     * Begins one, if none runs.
     *
     * @param offered the parts that the account may use; others are skipped
     * @param language of the message
     */
    public Uni<Beginning> begin(
            AddressEntry.Account account, Set<Part> offered, Language language) {
        if (!room.tryAcquire()) {
            return Uni.createFrom().item(new Beginning.Busy());
        }
        return written(account.account(), CHANCES)
                .invoke(beginning -> {
                    if (beginning instanceof Beginning.Begun(DeliveryTest test)) {
                        threads.execute(() -> runAndLeave(account, test, offered, language));
                    } else {
                        room.release();
                    }
                })
                .onFailure()
                .invoke(() -> room.release());
    }

    private Uni<Beginning> written(String account, int chances) {
        return uni(() -> store.find(account))
                .flatMap(last -> {
                    if (last.isPresent() && isRunning(last.get())) {
                        return Uni.createFrom().item(new Beginning.Running(last.get()));
                    }
                    long version = last.map(DeliveryTest::version).orElse(-1L) + 1;
                    DeliveryTest next =
                            DeliveryTest.begun(account, ids.get(), clock.millis(), version);
                    return uni(() ->
                                    last.isPresent()
                                            ? store.replace(last.get(), next)
                                            : store.add(next))
                            .flatMap(ours -> {
                                if (ours) {
                                    return Uni.createFrom().item(new Beginning.Begun(next));
                                }
                                return chances > 1
                                        ? written(account, chances - 1)
                                        : Uni.createFrom().item(new Beginning.Busy());
                            });
                });
    }

    /** The account's test of this id; its open steps are given up when nobody runs it any more. */
    public Uni<Optional<DeliveryTest>> find(String account, String id) {
        return uni(() -> store.find(account))
                .map(found ->
                        found.filter(test -> test.id().equals(id))
                                .map(test ->
                                        test.isDone() || isRunning(test) ? test : test.stopped()));
    }

    private boolean isRunning(DeliveryTest test) {
        return !test.isDone() && clock.millis() - test.started() < limits.longest().toMillis();
    }

    private void runAndLeave(
            AddressEntry.Account account, DeliveryTest test, Set<Part> offered, Language language) {
        try {
            run(account, test, offered, TestWords.in(language).message(test.id()));
            uni(() -> store.forget(clock.instant().minus(KEPT).toEpochMilli()))
                    .await()
                    .atMost(limits.longest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf(e, "a delivery test for %s ended early", LoggedAddress.of(account.address()));
        } finally {
            room.release();
        }
    }

    private void run(
            AddressEntry.Account account,
            DeliveryTest begun,
            Set<Part> offered,
            TestMessage message)
            throws InterruptedException {
        Optional<DeliveryTest> test = Optional.of(begun);
        boolean sent = false;
        for (Part part : Part.values()) {
            if (test.isEmpty()) {
                return;
            }
            if (!offered.contains(part)) {
                test = written(test.get(), part, Outcome.SKIPPED, Reason.SWITCHED_OFF, "");
            } else if (part != Part.SEND && !sent) {
                test = written(test.get(), part, Outcome.SKIPPED, Reason.EARLIER_STEP, "");
            } else {
                test = written(test.get(), part, Outcome.RUNNING, Reason.NONE, "");
                if (test.isPresent()) {
                    Result result = result(account, part, message);
                    sent |= result.reason() == Reason.SENT;
                    Outcome outcome = result.isGood() ? Outcome.DONE : Outcome.FAILED;
                    test = written(test.get(), part, outcome, result.reason(), result.detail());
                }
            }
        }
    }

    private Result result(AddressEntry.Account account, Part part, TestMessage message)
            throws InterruptedException {
        if (part == Part.SEND) {
            return trip.send(account, message);
        }
        long end = clock.millis() + limits.patience().toMillis();
        Result result = trip.read(account, part, message.word());
        while (result.reason() == Reason.NOT_THERE && clock.millis() < end) {
            // POP3 tells of no new mail by itself: a client can only ask again.
            Thread.sleep(PAUSE);
            result = trip.read(account, part, message.word());
        }
        return result;
    }

    /** Empty: somebody else has begun another one. */
    private Optional<DeliveryTest> written(
            DeliveryTest test, Part part, Outcome outcome, Reason reason, String detail) {
        DeliveryTest next = test.with(new Step(part, outcome, reason, detail));
        boolean ours = uni(() -> store.replace(test, next)).await().atMost(limits.longest());
        return ours ? Optional.of(next) : Optional.empty();
    }

    private static <T> Uni<T> uni(Supplier<CompletionStage<T>> call) {
        return Uni.createFrom().completionStage(call);
    }
}
