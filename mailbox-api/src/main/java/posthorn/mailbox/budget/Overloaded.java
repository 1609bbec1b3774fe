package posthorn.mailbox.budget;

/** A limit was reached: nothing happened, try later. */
public final class Overloaded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the limit that was reached, for people. */
    public Overloaded(String limit) {
        super(limit, null, false, false);
    }
}
