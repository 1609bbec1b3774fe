package posthorn.ingress.authentication;

import java.io.IOException;

/** Which domains are ours. Calls wait. Safe for all threads. */
@FunctionalInterface
public interface LocalDomains {

    /**
     * Whether a domain is one of ours.
     *
     * @param domain folded
     * @throws IOException nobody could be asked in time
     */
    boolean isLocal(String domain) throws IOException;
}
