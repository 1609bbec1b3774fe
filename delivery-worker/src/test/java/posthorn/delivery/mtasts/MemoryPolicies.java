package posthorn.delivery.mtasts;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import posthorn.delivery.queue.AnswerLost;

/** Policies in memory. */
public final class MemoryPolicies implements PolicyStore {

    private final Map<String, StoredPolicy> policies = new ConcurrentHashMap<>();

    /** Whether it does not answer. */
    public volatile boolean away;

    @Override
    public Optional<StoredPolicy> find(String domain) {
        answer();
        return Optional.ofNullable(policies.get(domain));
    }

    @Override
    public void put(StoredPolicy policy) {
        answer();
        policies.merge(
                policy.domain(),
                policy,
                (old, next) -> old.fetched() > next.fetched() ? old : next);
    }

    @Override
    public void expire(long now) {
        answer();
        policies.values().removeIf(policy -> policy.expires() <= now);
    }

    private void answer() {
        if (away) {
            throw new AnswerLost("away");
        }
    }
}
