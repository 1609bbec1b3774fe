package posthorn.mailbox.signin;

/**
 * Something that attempts to sign in are counted for.
 *
 * @param value bounded: whoever makes one has looked at its length
 */
public record SignInKey(Kind kind, String value) {

    /** What is counted. */
    public enum Kind {
        /** One login from one client network. */
        PAIR,
        /** One login, from wherever. */
        LOGIN,
        /** One client network, whatever the login. */
        NETWORK
    }
}
