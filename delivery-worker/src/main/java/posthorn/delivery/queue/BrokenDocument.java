package posthorn.delivery.queue;

/**
 * A document of the queue cannot be read by this release. It stands, and nothing is done about its
 * message until a release that can read it, or an operator, comes to it.
 */
public final class BrokenDocument extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Of the message {@code id}. */
    public BrokenDocument(String id, Throwable cause) {
        super("the queue document of " + id + " cannot be read", cause);
    }
}
