package posthorn.delivery.client;

/** TLS stands, and the host is not the one that it should be. */
public final class HostNotVerified extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** For {@code reason}, in words. */
    public HostNotVerified(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** Why, in words. */
    public String reason() {
        return reason;
    }
}
