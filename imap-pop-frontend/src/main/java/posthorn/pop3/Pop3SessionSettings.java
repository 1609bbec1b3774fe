package posthorn.pop3;

/**
 * What a session has to know of where it runs.
 *
 * @param hostname for the greeting
 * @param offersTls whether STLS can be done
 * @param plainSignIn whether this client may sign in without TLS
 * @param signInAttempts wrong passwords after which the connection ends
 */
public record Pop3SessionSettings(
        String hostname, boolean offersTls, boolean plainSignIn, int signInAttempts) {}
