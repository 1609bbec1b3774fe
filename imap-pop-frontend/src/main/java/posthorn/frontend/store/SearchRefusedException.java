package posthorn.frontend.store;

/** A search that the store does not answer, though it could be reached: it asks for too much. */
public final class SearchRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** A text is longer than the store compares. */
        TERM_TOO_LONG,
        /** There are more keys than the store evaluates. */
        TOO_MANY_KEYS,
        /** The account has as many searches under way as it may have. */
        TOO_MANY_SEARCHES,
        /** The search took longer than one may take. */
        TOOK_TOO_LONG,
        /** Nobody wants the answer any more. */
        NOT_WANTED
    }

    private final Reason reason;

    public SearchRefusedException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /** Why the search was refused. */
    public Reason reason() {
        return reason;
    }
}
