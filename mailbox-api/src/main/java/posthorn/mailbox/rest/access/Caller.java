package posthorn.mailbox.rest.access;

/**
 * The other side of a request, as far as the connection and trusted proxies say.
 *
 * @param address IP address of the client; empty: not known
 * @param secure whether nobody on the way from the client can read along: it came by TLS, or never
 *     left the machine
 * @param tls whether it came by TLS
 * @param authority the host that the client asked for, in lower case, with a port where it is not
 *     the usual one; empty: not known
 * @param program what it calls itself (User-Agent); empty: nothing
 */
public record Caller(
        String address, boolean secure, boolean tls, String authority, String program) {

    /** Whether an Origin field (RFC 6454 §7) names the host that was asked for. */
    boolean isOwn(String origin) {
        int scheme = origin.indexOf("://");
        return scheme > 0
                && !authority.isEmpty()
                && Callers.authority(origin.substring(scheme + 3)).equals(authority);
    }
}
