package posthorn.delivery.dispatch;

/** Room in memory for the octets of messages that are being handled. */
@FunctionalInterface
public interface MessageMemory {

    /** Room that was given; to be closed once. */
    @FunctionalInterface
    interface Lease extends AutoCloseable {
        /** Gives the room back. */
        @Override
        void close();
    }

    /**
     * Waits until there is room, in the order of the calls. A message larger than all the room gets
     * all of it.
     *
     * @throws WorkerStopped when the worker stops meanwhile
     */
    Lease take(long octets);
}
