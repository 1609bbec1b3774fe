package posthorn.delivery.mtasts;

import java.util.Optional;
import posthorn.delivery.queue.AnswerLost;

/** Policies of domains that we send to. Every call may throw {@link AnswerLost}. */
public interface PolicyStore {

    /** The policy of a domain, however old; empty: none is kept. */
    Optional<StoredPolicy> find(String domain);

    /** Keeps a policy in place of the one that there is, unless that was fetched later. */
    void put(StoredPolicy policy);

    /** Forgets policies that do not count any more at {@code now}, milliseconds since 1970. */
    void expire(long now);
}
