package posthorn.mailbox.intake;

/** What a caller asked for is not as the contract says: a defect of the caller. */
public final class InvalidRequest extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong, one sentence for people. */
    public InvalidRequest(String what) {
        super(what);
    }
}
