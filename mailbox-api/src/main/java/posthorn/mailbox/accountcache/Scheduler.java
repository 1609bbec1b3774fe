package posthorn.mailbox.accountcache;

/**
 * Where and when the work of the accounts runs, and what the time is. The process has {@link
 * ThreadScheduler}; a simulation brings its own, so that it decides what happens next.
 */
public interface Scheduler {

    /** Runs the task soon; perhaps before this returns. */
    void execute(Runnable task);

    /** Runs the task when that many nanoseconds have passed. */
    void after(long nanos, Runnable task);

    /** Monotonic clock, nanoseconds; only differences mean anything. */
    long nanos();

    /** Time of day, milliseconds since 1970. */
    long millis();
}
