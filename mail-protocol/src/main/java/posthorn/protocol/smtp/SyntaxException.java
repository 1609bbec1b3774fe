package posthorn.protocol.smtp;

/** The end of a parse that cannot go on; never leaves this package. */
final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient EnhancedStatus status;

    SyntaxException(EnhancedStatus status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    EnhancedStatus status() {
        return status;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
