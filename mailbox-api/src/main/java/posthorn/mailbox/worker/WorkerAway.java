package posthorn.mailbox.worker;

/** Delivery-worker gave no answer that can be used: what was asked may have happened or not. */
public final class WorkerAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WorkerAway(String reason) {
        super(reason);
    }

    WorkerAway(String reason, Throwable cause) {
        super(reason, cause);
    }
}
