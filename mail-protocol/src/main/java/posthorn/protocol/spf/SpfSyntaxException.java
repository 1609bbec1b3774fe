package posthorn.protocol.spf;

/** A record, or a text with macros, does not follow the grammar (RFC 7208 §12). */
final class SpfSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    SpfSyntaxException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** What is wrong, in words for people. */
    String reason() {
        return reason;
    }
}
