package posthorn.mailbox.mtasts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.mtasts.StsPolicy.Mode;
import posthorn.protocol.mtasts.StsRecord;

/** Which policy each of our domains has. Pure: the same settings, the same policies. */
public final class OwnPolicies {

    private static final int ID_OCTETS = 12;

    private final Optional<Mode> mode;
    private final Map<String, Optional<Mode>> overrides;
    private final Duration maxAge;
    private final List<String> mx;

    /**
     * Policies.
     *
     * @param mode of all domains; empty: they have none
     * @param overrides modes of single domains, folded
     * @param mx hosts that take mail
     */
    public OwnPolicies(
            Optional<Mode> mode,
            Map<String, Optional<Mode>> overrides,
            Duration maxAge,
            List<String> mx) {
        this.mode = mode;
        this.overrides = Map.copyOf(overrides);
        this.maxAge = maxAge;
        this.mx = List.copyOf(mx);
    }

    /** The policy of a domain of ours; empty: it has none. */
    public Optional<StsPolicy> of(String domain) {
        return overrides
                .getOrDefault(domain, mode)
                .map(counts -> new StsPolicy(counts, maxAge, counts == Mode.NONE ? List.of() : mx));
    }

    /** The record that says that there is one; its id follows from the policy. */
    public Optional<StsRecord> record(String domain) {
        return of(domain).map(policy -> new StsRecord(id(policy.encode())));
    }

    private static String id(String policy) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(policy.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, ID_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
