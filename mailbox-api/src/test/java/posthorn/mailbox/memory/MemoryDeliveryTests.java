package posthorn.mailbox.memory;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.deliverytest.DeliveryTest;
import posthorn.mailbox.deliverytest.DeliveryTestStore;

/** Tests of accounts' mail, in memory. */
public final class MemoryDeliveryTests implements DeliveryTestStore {

    private final Map<String, DeliveryTest> tests = new TreeMap<>();

    @Override
    public synchronized CompletionStage<Optional<DeliveryTest>> find(String account) {
        return CompletableFuture.completedStage(Optional.ofNullable(tests.get(account)));
    }

    @Override
    public synchronized CompletionStage<Boolean> add(DeliveryTest test) {
        return CompletableFuture.completedStage(tests.putIfAbsent(test.account(), test) == null);
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(DeliveryTest before, DeliveryTest next) {
        DeliveryTest there = tests.get(before.account());
        boolean same = there != null && there.version() == before.version();
        if (same) {
            tests.put(next.account(), next);
        }
        return CompletableFuture.completedStage(same);
    }

    @Override
    public synchronized CompletionStage<Void> forget(long startedBefore) {
        tests.values().removeIf(test -> test.started() < startedBefore);
        return CompletableFuture.completedStage(null);
    }
}
