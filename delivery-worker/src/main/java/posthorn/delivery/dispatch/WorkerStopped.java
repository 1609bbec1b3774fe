package posthorn.delivery.dispatch;

/** The worker is to stop; what it was doing is taken up by another one, or by itself anew. */
public final class WorkerStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A stop while waiting for an answer. */
    public WorkerStopped() {
        super("the worker stops", null, false, false);
    }
}
