package posthorn.ingress.session;

/** Programs that look into messages for viruses and spam. Safe for all threads. */
public interface ContentScanner {

    /** Whether a message is to be looked into. Does not wait. */
    boolean wants(AcceptedMessage message);

    /**
     * Looks into it. Waits, in bounded time: that a program is down is a result.
     *
     * @throws InterruptedException the service stops
     */
    ScanResult scan(AcceptedMessage message, MessageContent content) throws InterruptedException;

    /** Looks into nothing. */
    static ContentScanner none() {
        return NoScanner.INSTANCE;
    }
}
