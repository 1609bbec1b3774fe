package posthorn.protocol.arc;

/** A chain, or one of its fields, is not as RFC 8617 §4 wants it. */
final class ArcSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    ArcSyntaxException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** What is wrong, in words. */
    String reason() {
        return reason;
    }
}
