package posthorn.launcher;

/** The server refused, or could not be reached; the message says what to do next. */
final class ServerFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    ServerFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
