package posthorn.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.MessageMemory.Lease;
import posthorn.delivery.dispatch.WorkerStopped;

/** The bound on octets of messages in memory. */
class OctetBudgetTest {

    private static final int KIB = 1024;

    private final WorkerSignals signals = new WorkerSignals();
    private final OctetBudget budget = new OctetBudget(10 * KIB, signals);

    @Test
    void whatFindsNoRoomWaitsUntilThereIsSome() throws Exception {
        Lease first = budget.take(6 * KIB);
        CompletableFuture<Lease> second = CompletableFuture.supplyAsync(() -> budget.take(6 * KIB));
        assertEquals(6 * KIB, budget.held());
        assertFalse(second.isDone());
        first.close();
        first.close();
        second.get(1, TimeUnit.MINUTES).close();
        assertEquals(0, budget.held());
    }

    @Test
    void messageLargerThanAllTheRoomGetsAllOfIt() {
        try (Lease _ = budget.take(1L << 40)) {
            assertEquals(10 * KIB, budget.held());
        }
        assertEquals(0, budget.held());
    }

    @Test
    void workerThatStopsLetsNobodyWait() {
        try (Lease _ = budget.take(10 * KIB)) {
            CompletableFuture<Lease> waiting =
                    CompletableFuture.supplyAsync(() -> budget.take(KIB));
            signals.drain();
            signals.stop();
            ExecutionException stopped =
                    assertThrows(ExecutionException.class, () -> waiting.get(1, TimeUnit.MINUTES));
            assertInstanceOf(WorkerStopped.class, stopped.getCause());
        }
        assertEquals(0, budget.held());
    }
}
