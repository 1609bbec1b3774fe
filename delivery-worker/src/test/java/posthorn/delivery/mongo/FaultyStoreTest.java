package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.CompetingWorker;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.store.fault.FaultPlan;
import posthorn.store.fault.FaultProxy;

/** Rivals for the same destinations, over a wire that loses, delays and repeats. */
class FaultyStoreTest {

    private static final int MESSAGES = 60;
    private static final int RIVALS = 4;

    @Test
    void eachDestinationIsSettledByExactlyOneOfItsRivals() throws Exception {
        try (TestStore store = TestStore.start();
                QueueDatabase calm = store.fresh()) {
            Optional<FaultProxy> proxy = store.proxy(FaultPlan.everything(42));
            assumeTrue(proxy.isPresent(), "the proxy stands before the embedded store only");
            try (FaultProxy transport = proxy.orElseThrow()) {
                Map<String, Integer> settled = new ConcurrentHashMap<>();
                List<QueuedMessage> messages = new ArrayList<>();
                for (int i = 0; i < MESSAGES; i++) {
                    messages.add(CompetingWorker.message("m" + i));
                }
                compete(store, transport, messages, settled);
                assertEquals(expected(messages), new TreeMap<>(settled));
                assertEquals(0, calm.queue().due(Long.MAX_VALUE - 1, List.of(), 10).size());
                System.out.println("faults met: " + transport.faults());
            }
        }
    }

    private static void compete(
            TestStore store,
            FaultProxy transport,
            List<QueuedMessage> messages,
            Map<String, Integer> settled)
            throws Exception {
        List<QueueDatabase> connections = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < RIVALS; i++) {
                QueueDatabase database = store.through(transport);
                connections.add(database);
                CompetingWorker worker = new CompetingWorker("w" + i, database.queue(), settled);
                running.add(threads.submit(() -> worker.settleAll(messages)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            connections.forEach(QueueDatabase::close);
        }
    }

    private static Map<String, Integer> expected(List<QueuedMessage> messages) {
        Map<String, Integer> expected = new TreeMap<>();
        for (QueuedMessage message : messages) {
            for (int at = 0; at < message.destinations().size(); at++) {
                expected.put(message.id() + "/" + at, 1);
            }
        }
        return expected;
    }
}
