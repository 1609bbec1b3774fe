package posthorn.protocol.signin;

import posthorn.protocol.sasl.Credential;

/**
 * Somebody wants to be let in.
 *
 * @param credential what they show, with the login
 * @param method name of the SASL mechanism or of the command, as in {@code PLAIN}; empty: not known
 * @param client who they are
 */
public record SignInAttempt(
        Credential credential, SignInProtocol protocol, String method, Client client) {

    /** The most characters that are kept of a client's name. */
    public static final int MAX_CLIENT_NAME = 200;

    /**
     * The other side.
     *
     * @param address IP address, without a port
     * @param name what the client program calls itself, cut at {@value #MAX_CLIENT_NAME}
     *     characters; empty: not known
     */
    public record Client(String address, String name) {
        /** Cuts the name. */
        public Client {
            name = name.length() > MAX_CLIENT_NAME ? name.substring(0, MAX_CLIENT_NAME) : name;
        }
    }

    /** Whom they want to be, as typed; empty: whom the credential names. */
    public String login() {
        return credential.login();
    }
}
