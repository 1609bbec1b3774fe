package posthorn.delivery.mtasts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.protocol.mtasts.StsPolicy;

/** What every {@link PolicyStore} promises. */
public abstract class PolicyStoreContract {

    /** An empty store. */
    protected abstract PolicyStore store();

    @Test
    void policyIsKeptAsItIs() {
        PolicyStore store = store();
        assertEquals(Optional.empty(), store.find("far.test"));
        StoredPolicy policy = policy("far.test", "1", 1000);
        store.put(policy);
        assertEquals(Optional.of(policy), store.find("far.test"));
        assertEquals(Optional.empty(), store.find("other.test"));
    }

    @Test
    void laterOneStays() {
        PolicyStore store = store();
        StoredPolicy later = policy("far.test", "2", 2000);
        store.put(policy("far.test", "1", 1000));
        store.put(later);
        store.put(policy("far.test", "1", 1500));
        assertEquals(Optional.of(later), store.find("far.test"));
    }

    @Test
    void whatDoesNotCountAnyMoreIsForgotten() {
        PolicyStore store = store();
        StoredPolicy first = policy("far.test", "1", 1000);
        StoredPolicy second = policy("other.test", "1", 1001);
        store.put(first);
        store.put(second);
        store.expire(first.expires());
        assertEquals(Optional.empty(), store.find("far.test"));
        assertEquals(Optional.of(second), store.find("other.test"));
    }

    private static StoredPolicy policy(String domain, String id, long fetched) {
        return new StoredPolicy(
                domain,
                id,
                new StsPolicy(
                        StsPolicy.Mode.ENFORCE,
                        Duration.ofDays(1),
                        List.of("mx.far.test", "*.far.test")),
                fetched);
    }
}
