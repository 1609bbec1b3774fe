package posthorn.launcher.mongo;

/** The server does not answer, or not as it should; the message says why. */
public final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoAnswer(RuntimeException cause) {
        super(cause.getClass().getSimpleName(), cause);
    }
}
