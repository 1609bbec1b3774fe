package posthorn.protocol.dmarc;

import java.util.Locale;
import java.util.Optional;

/** What an owner wants done with mail that fails (RFC 9989 §4.7, tag {@code p}). */
public enum DmarcPolicy {
    /** Nothing. */
    NONE,
    /** It is suspicious. */
    QUARANTINE,
    /** It is to be rejected. */
    REJECT;

    /** As it stands in records. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One level below: what an owner that still tests wants ({@code t=y}). */
    DmarcPolicy inTest() {
        return this == REJECT ? QUARANTINE : NONE;
    }

    static Optional<DmarcPolicy> parse(String value) {
        for (DmarcPolicy policy : values()) {
            if (policy.word().equalsIgnoreCase(value)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
