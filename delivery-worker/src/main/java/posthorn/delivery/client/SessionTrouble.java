package posthorn.delivery.client;

import posthorn.delivery.dispatch.Trouble;

/** A trouble that concerns every recipient of the transaction. */
public final class SessionTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Trouble trouble;

    /** The end of a session by {@code trouble}. */
    public SessionTrouble(Trouble trouble) {
        super(trouble.toString(), null, false, false);
        this.trouble = trouble;
    }

    /** What it was. */
    public Trouble trouble() {
        return trouble;
    }
}
