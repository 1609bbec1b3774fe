package posthorn.delivery.mtasts;

import java.util.Optional;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.tlsrpt.TlsProblem;

/**
 * What is known of a domain's policy.
 *
 * @param policy that counts now; empty: none does
 * @param problem why a new one could not be had; empty: it could, or there is none
 */
public record DomainPolicy(Optional<StsPolicy> policy, Optional<TlsProblem> problem) {

    /** There is none. */
    public static final DomainPolicy NONE = new DomainPolicy(Optional.empty(), Optional.empty());
}
