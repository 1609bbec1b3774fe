package posthorn.protocol.tlsrpt;

import java.util.List;

/**
 * The policy that counted for a connection (RFC 8460 §4.4, {@code policy}).
 *
 * @param domain of the recipients, A-labels
 * @param lines as the domain has it: lines of the policy, or TLSA records
 * @param mx hosts that an MTA-STS policy names
 */
public record AppliedPolicy(Type type, String domain, List<String> lines, List<String> mx) {

    /** Kinds of policies. */
    public enum Type {
        /** DANE. */
        TLSA("tlsa"),
        /** MTA-STS. */
        STS("sts"),
        /** None. */
        NONE("no-policy-found");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** As it stands in reports. */
        public String word() {
            return word;
        }
    }

    public AppliedPolicy {
        lines = List.copyOf(lines);
        mx = List.copyOf(mx);
    }

    /** That a domain has none. */
    public static AppliedPolicy none(String domain) {
        return new AppliedPolicy(Type.NONE, domain, List.of(), List.of());
    }
}
