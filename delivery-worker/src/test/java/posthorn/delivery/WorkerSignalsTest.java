package posthorn.delivery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What ends the queue runner's wait. Each test would take an hour if nothing did. */
class WorkerSignalsTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final WorkerSignals signals = new WorkerSignals();

    @Test
    void timeThatWasPlannedBeforeTheWait() throws Exception {
        signals.planQueueRun(System.currentTimeMillis() + 1);
        signals.awaitQueueRun(FOR_EVER);
    }

    @Test
    void timeThatIsPlannedDuringTheWait() throws Exception {
        CompletableFuture<Boolean> ended = waiting();
        signals.planQueueRun(System.currentTimeMillis() + 1);
        assertTrue(ended.get(1, TimeUnit.MINUTES));
    }

    @Test
    void callBeforeOrDuringTheWait() throws Exception {
        signals.wakeQueueRunner();
        signals.awaitQueueRun(FOR_EVER);
        CompletableFuture<Boolean> ended = waiting();
        signals.wakeQueueRunner();
        assertTrue(ended.get(1, TimeUnit.MINUTES));
    }

    @Test
    void workerThatDrains() throws Exception {
        CompletableFuture<Boolean> ended = waiting();
        signals.drain();
        assertTrue(ended.get(1, TimeUnit.MINUTES));
    }

    private CompletableFuture<Boolean> waiting() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        signals.awaitQueueRun(FOR_EVER);
                        return true;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }
}
