package posthorn.delivery.reports;

import java.util.List;

/**
 * One kind of session with a domain's hosts.
 *
 * @param type of the policy that counted, the word of RFC 8460 §4.4
 * @param lines of the policy
 * @param mx hosts that the policy names
 * @param result word of RFC 8460 §4.3; empty: nothing went wrong
 * @param host that was asked; empty where nothing went wrong
 * @param address of it
 * @param reason in words
 */
record TlsRow(
        String type,
        List<String> lines,
        List<String> mx,
        String result,
        String host,
        String address,
        String reason) {}
