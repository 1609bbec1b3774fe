package posthorn.launcher.transfer;

/** Nothing more can be carried over: the message says why and what to do next. */
public final class TransferStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what is to be told. */
    public TransferStopped(String message) {
        super(message);
    }
}
