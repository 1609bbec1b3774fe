package posthorn.delivery.reports;

import java.util.List;

/**
 * One kind of message in the name of a domain.
 *
 * @param address that it came from
 * @param disposition what was done with it: none, quarantine or reject
 * @param dkim whether a signature is aligned
 * @param spf whether SPF is
 * @param reason why the policy was not applied; empty: it was
 * @param author domain in From
 * @param sender domain in the reverse-path; empty: the null reverse-path
 * @param signatures that were looked at
 * @param spfDomain domain that SPF was asked of; empty: it was not
 * @param spfResult word of RFC 8601
 */
record DmarcRow(
        String address,
        String disposition,
        boolean dkim,
        boolean spf,
        String reason,
        String author,
        String sender,
        List<Signature> signatures,
        String spfDomain,
        String spfResult) {

    /** A signature and the word of RFC 8601 on it. */
    record Signature(String domain, String selector, String result) {}
}
