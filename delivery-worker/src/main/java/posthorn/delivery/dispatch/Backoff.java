package posthorn.delivery.dispatch;

/** How to wait before asking a port again that did not answer. */
@FunctionalInterface
public interface Backoff {

    /**
     * Waits a while, longer the more often it was asked in vain.
     *
     * @param failures how often in a row, from 1
     * @throws RuntimeException when the worker is to stop instead
     */
    void after(int failures);
}
