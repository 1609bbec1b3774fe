package posthorn.protocol.arc;

import java.util.Locale;
import java.util.Optional;
import posthorn.protocol.auth.AuthenticationResults;

/**
 * What came of a chain (RFC 8617 §4.4).
 *
 * @param status of the chain
 * @param sets how many
 * @param sealer domain of the last seal, folded; empty unless the chain passes
 * @param results what the last sealer had found; empty unless the chain passes and they can be read
 * @param reason in words; empty when it passes, or when there is no chain
 */
public record ArcOutcome(
        Status status,
        int sets,
        String sealer,
        Optional<AuthenticationResults> results,
        String reason) {

    /** Chain Validation Status. */
    public enum Status {
        /** There is no chain. */
        NONE,
        /** It holds. */
        PASS,
        /** It does not, or cannot be checked. */
        FAIL
    }

    /** There is no chain. */
    public static ArcOutcome none() {
        return new ArcOutcome(Status.NONE, 0, "", Optional.empty(), "");
    }

    static ArcOutcome failed(int sets, String reason) {
        return new ArcOutcome(Status.FAIL, sets, "", Optional.empty(), reason);
    }

    /** As it stands in header fields. */
    public String word() {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
