package posthorn.protocol.dmarc;

import java.util.List;
import java.util.Locale;

/**
 * What a check found.
 *
 * @param result of the check
 * @param author the domain in the From field
 * @param policyDomain whose record counts; empty: there is none
 * @param policy what its owner wants done with mail that fails, {@code t=y} taken into account
 * @param published the same as it stands in the record
 * @param aligned methods that tie the message to the author's domain; without a record: to exactly
 *     that domain
 * @param reports where the owner wants aggregate reports; URIs
 * @param reason in words for people
 */
public record DmarcOutcome(
        Result result,
        String author,
        String policyDomain,
        DmarcPolicy policy,
        DmarcPolicy published,
        List<AuthenticatedIdentifier.Method> aligned,
        List<String> reports,
        String reason) {

    /** The results of a check (RFC 9989 §9.2). */
    public enum Result {
        /** There is no record. */
        NONE,
        /** An identifier is aligned. */
        PASS,
        /** None is. */
        FAIL,
        /** DNS could not be asked now. */
        TEMPERROR;

        /** As it stands in header fields. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public DmarcOutcome {
        aligned = List.copyOf(aligned);
        reports = List.copyOf(reports);
    }
}
