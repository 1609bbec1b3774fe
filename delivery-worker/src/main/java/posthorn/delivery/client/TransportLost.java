package posthorn.delivery.client;

/** The connection broke, timed out, or brought something that is no reply. */
public final class TransportLost extends Exception {

    private static final long serialVersionUID = 1L;

    /** A loss for {@code reason}, in words. */
    public TransportLost(String reason) {
        super(reason, null, false, false);
    }

    /** Why, in words. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
