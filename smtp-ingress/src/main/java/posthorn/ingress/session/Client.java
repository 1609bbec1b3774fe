package posthorn.ingress.session;

import java.util.Optional;

/**
 * What is known of the other side.
 *
 * @param address IP address, without a port
 * @param tls version and cipher suite; empty: plain
 * @param hello how it introduced itself; empty: not yet
 * @param user who signed in; empty: nobody
 */
public record Client(
        String address, Optional<String> tls, Optional<Hello> hello, Optional<User> user) {

    /**
     * EHLO or HELO.
     *
     * @param name what the client calls itself
     * @param extended EHLO
     */
    public record Hello(String name, boolean extended) {}

    /**
     * Someone who has signed in.
     *
     * @param account the account's id
     * @param address the account's own address
     */
    public record User(String account, String address) {}

    /** A client that has only connected. */
    public static Client connected(String address, Optional<String> tls) {
        return new Client(address, tls, Optional.empty(), Optional.empty());
    }

    Client introduced(Hello as) {
        return new Client(address, tls, Optional.of(as), user);
    }

    Client signedIn(User as) {
        return new Client(address, tls, hello, Optional.of(as));
    }
}
