package posthorn.delivery.kafka;

import posthorn.delivery.dispatch.WorkerStopped;

/** Counts the records that are being handled, and lets none in once the worker is to stop. */
public interface RecordGate {

    /**
     * Counts a record as being handled; {@link #leave} has to follow.
     *
     * @throws WorkerStopped when the worker takes no more records: thrown only when it stops for
     *     good, so that the record is not reported as failed while others are still being finished
     */
    void enter();

    /** The record was handled, or given back unacknowledged. */
    void leave();
}
