package posthorn.store;

/**
 * The moment at which an operation gives up, from {@code maxTimeMS}.
 *
 * @param limited whether there is one
 * @param nanos by {@link System#nanoTime}
 */
public record Deadline(boolean limited, long nanos) {
    /** No deadline. */
    public static final Deadline NONE = new Deadline(false, 0);

    /** A deadline so many milliseconds from now; none for 0. */
    public static Deadline in(long millis) {
        return millis == 0 ? NONE : new Deadline(true, System.nanoTime() + millis * 1_000_000);
    }

    /** Fails with {@code MaxTimeMSExpired} once the moment has passed. */
    public void check() {
        if (limited && System.nanoTime() - nanos > 0) {
            throw new CommandFailure(50, "MaxTimeMSExpired", "operation exceeded time limit");
        }
    }
}
