package posthorn.delivery.queue;

/**
 * A port did not answer: what was asked may have been done, may be done later, or never. Whoever
 * gets it looks, and asks again.
 */
public final class AnswerLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An answer lost for {@code reason}. */
    public AnswerLost(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** An answer lost for {@code reason}. */
    public AnswerLost(String reason) {
        super(reason);
    }
}
