package posthorn.launcher;

/** The server refused, or could not be reached; the message says what to do next. */
final class ServerFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final int status;

    ServerFailure(int exitCode, String message) {
        this(exitCode, 0, message);
    }

    /**
     * What a server answered.
     *
     * @param status of HTTP
     */
    ServerFailure(int exitCode, int status, String message) {
        super(message);
        this.exitCode = exitCode;
        this.status = status;
    }

    /** Whether the same may be taken later: nobody answered, or the server is busy. */
    boolean isTemporary() {
        boolean away = status / 100 == 5 && status != 507;
        return away || status == 429 || exitCode == Posthorn.UNREACHABLE;
    }

    int exitCode() {
        return exitCode;
    }
}
