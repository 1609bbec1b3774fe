package posthorn.runtime.health;

/** A question to something outside of the process. */
@FunctionalInterface
public interface Question {

    /**
     * Asks once, and blocks for a bounded time.
     *
     * @throws Exception when there is no answer; its message says why
     */
    void ask() throws Exception;
}
