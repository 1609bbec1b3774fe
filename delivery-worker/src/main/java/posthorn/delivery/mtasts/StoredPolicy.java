package posthorn.delivery.mtasts;

import posthorn.protocol.mtasts.StsPolicy;

/**
 * A policy that is kept.
 *
 * @param domain folded
 * @param id of the record under which it was fetched
 * @param fetched milliseconds since 1970
 */
public record StoredPolicy(String domain, String id, StsPolicy policy, long fetched) {

    /** From when on it does not count any more, milliseconds since 1970. */
    public long expires() {
        return fetched + policy.maxAge().toMillis();
    }
}
