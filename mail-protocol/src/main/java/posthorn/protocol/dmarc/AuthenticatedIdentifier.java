package posthorn.protocol.dmarc;

/**
 * A domain that SPF or DKIM has tied to a message, or might have (RFC 9989 §3.2.1).
 *
 * @param method which of them
 * @param domain in lower case, A-labels
 * @param decided whether the check passed; false: DNS could not be asked, so that nobody knows
 */
public record AuthenticatedIdentifier(Method method, String domain, boolean decided) {

    /** A way to authenticate. */
    public enum Method {
        SPF,
        DKIM
    }
}
