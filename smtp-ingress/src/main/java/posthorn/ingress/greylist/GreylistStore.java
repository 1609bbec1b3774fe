package posthorn.ingress.greylist;

import java.io.IOException;
import java.time.Duration;

/** What all pods know of hosts that have come before. Calls wait. Safe for all threads. */
public interface GreylistStore {

    /**
     * A triplet has come: how long it has to wait; zero when it is known, has waited long enough,
     * or its network or its sender's domain there are known.
     *
     * @throws IOException nobody could be asked in time
     */
    Duration left(Triplet triplet) throws IOException;

    /**
     * It was shown that mail of a domain comes from a network.
     *
     * @param domain folded
     * @throws IOException nobody could be told in time
     */
    void proven(String network, String domain) throws IOException;
}
