package posthorn.bench.subject;

/** Programs that are wanted are not on this machine; the message says what to install. */
public final class NotInstalled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotInstalled(String message) {
        super(message);
    }
}
