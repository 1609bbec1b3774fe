package posthorn.runtime.log;

import org.jboss.logging.Logger;

/**
 * Sign-ins that failed and clients that were sent away, one line each, in one form for all
 * protocols, so that a tool such as fail2ban finds the client's address ({@code deploy/fail2ban}):
 *
 * <pre>
 * sign-in failed: protocol=imap client=192.0.2.1 reason=bad-credentials login=alice@example.org
 * client refused: protocol=smtp client=192.0.2.1 reason=relay-denied
 * </pre>
 *
 * <p>The login stands last, cleaned by {@link LogText}: whatever it says, it cannot pass for the
 * client's address. Passwords are never logged. Any thread.
 */
public final class SignInLog {
    /** The category of the lines. */
    public static final String CATEGORY = "posthorn.sign-in";

    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private SignInLog() {}

    /**
     * Logs at level INFO.
     *
     * @param protocol {@code smtp}, {@code imap}, {@code pop3} or {@code rest}
     * @param login as the client gave it; empty: it gave none
     * @param clientAddress an IP address
     * @param reason in words with hyphens, such as {@code bad-credentials}
     */
    public static void failed(String protocol, String login, String clientAddress, String reason) {
        LOG.info(line(protocol, login, clientAddress, reason));
    }

    /**
     * Logs at level INFO that a client was refused that does what good ones do not.
     *
     * @param protocol {@code smtp}
     * @param clientAddress an IP address
     * @param reason in words with hyphens, such as {@code relay-denied}
     */
    public static void refused(String protocol, String clientAddress, String reason) {
        LOG.info(
                "client refused: protocol="
                        + LogText.clean(protocol)
                        + " client="
                        + LogText.clean(clientAddress)
                        + " reason="
                        + LogText.clean(reason));
    }

    static String line(String protocol, String login, String clientAddress, String reason) {
        return "sign-in failed: protocol="
                + LogText.clean(protocol)
                + " client="
                + LogText.clean(clientAddress)
                + " reason="
                + LogText.clean(reason)
                + " login="
                + LoggedAddress.of(login);
    }
}
