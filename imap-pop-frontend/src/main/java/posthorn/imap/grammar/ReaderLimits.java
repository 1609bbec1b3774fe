package posthorn.imap.grammar;

/**
 * How much of one command is taken in.
 *
 * @param line octets of a line, without its literals
 * @param command octets of a command, with its literals
 * @param message octets of the literal of APPEND
 */
public record ReaderLimits(int line, int command, long message) {

    /** Before sign-in a command is a name and a password. */
    public ReaderLimits beforeSignIn() {
        return new ReaderLimits(Math.min(line, 8192), Math.min(command, 8192), 0);
    }
}
