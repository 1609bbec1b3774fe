package posthorn.delivery.client;

import posthorn.delivery.policy.DeliveryFailure;

/** A failure that concerns every recipient of the transaction. */
public final class SessionFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient DeliveryFailure failure;

    /** The end of a session by {@code failure}. */
    public SessionFailure(DeliveryFailure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    /** What it was. */
    public DeliveryFailure failure() {
        return failure;
    }
}
