package posthorn.delivery.api;

import io.grpc.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;

/** The breaker of each pod of {@code mailbox-api}. Safe for all threads. */
public final class PodBreakers {

    private final PodBreaker.Limits limits;
    private final LongSupplier nanos;

    /** Pods that are gone are forgotten with their channels. */
    private final Map<Channel, PodBreaker> breakers = new WeakHashMap<>();

    /**
     * Closed ones.
     *
     * @param failures so many calls in a row that a pod did not answer open its breaker
     * @param stall so long without an answer, while calls wait, opens it
     * @param tryEvery how often a pod is tried whose breaker is open
     * @param nanos a clock that never goes back
     */
    public PodBreakers(int failures, Duration stall, Duration tryEvery, LongSupplier nanos) {
        this.limits = new PodBreaker.Limits(failures, stall, tryEvery);
        this.nanos = nanos;
    }

    synchronized PodBreaker of(Channel pod) {
        return breakers.computeIfAbsent(pod, _ -> new PodBreaker(limits, nanos));
    }

    /** How many pods are not asked now. */
    public synchronized int open() {
        return (int) breakers.values().stream().filter(PodBreaker::isOpen).count();
    }
}
