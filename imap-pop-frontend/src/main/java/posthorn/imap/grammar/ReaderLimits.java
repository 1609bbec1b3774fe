package posthorn.imap.grammar;

/**
 * How much of one command is taken in.
 *
 * @param line octets of a line, without its literals
 * @param command octets of a command, with its literals
 * @param message octets of the literal of APPEND
 */
public record ReaderLimits(int line, int command, long message) {

    /**
     * The longest command before sign-in is ID: 30 fields of 30 and 1024 octets (RFC 2971 §3.3).
     */
    private static final int ID = 34 * 1024;

    /** Limits for a client that has not signed in. */
    public ReaderLimits beforeSignIn() {
        return new ReaderLimits(Math.min(line, ID), Math.min(command, ID), 0);
    }
}
