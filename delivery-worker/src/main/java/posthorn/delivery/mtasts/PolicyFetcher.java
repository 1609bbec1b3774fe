package posthorn.delivery.mtasts;

import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.tlsrpt.TlsProblem;

/** Fetches policies. */
@FunctionalInterface
public interface PolicyFetcher {

    /** What came of it. */
    sealed interface Fetched {

        /** The policy. */
        record Policy(StsPolicy policy) implements Fetched {}

        /** None. */
        record Failed(TlsProblem problem) implements Fetched {}
    }

    /** Fetches the policy of a domain (RFC 8461 §3.3); waits, within a limit, and never throws. */
    Fetched fetch(String domain);
}
