package posthorn.delivery.client;

/**
 * Who we are to a host that relays for us.
 *
 * @param username as the host knows us
 * @param password said over TLS alone
 */
public record Credentials(String username, String password) {
    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
