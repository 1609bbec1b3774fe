package posthorn.runtime;

/**
 * In which order the parts of a process stop, as priorities of observers of {@code ShutdownEvent}:
 * the listeners first, while what they ask is still there; then what works on its own; the store's
 * side last. It counts where several services share a process.
 */
public final class StopOrder {

    /** Ports that clients use. */
    public static final int LISTENERS = 1000;

    /** Rounds, readers and deliveries. */
    public static final int WORK = 2000;

    /** What the others ask, and its store. */
    public static final int STORE = 3000;

    private StopOrder() {}
}
