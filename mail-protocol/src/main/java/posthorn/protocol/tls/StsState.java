package posthorn.protocol.tls;

/** What the policy of a domain says of a host. */
public enum StsState {
    /** There is no policy. */
    NONE,
    /** There is one that is still tested: it demands nothing. */
    TESTING,
    /** It is enforced and names the host. */
    NAMED,
    /** It is enforced and does not name the host. */
    UNNAMED
}
