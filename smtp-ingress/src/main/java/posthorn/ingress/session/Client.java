package posthorn.ingress.session;

import java.net.InetAddress;
import java.util.Optional;
import posthorn.protocol.smtp.AddressLiteral;

/**
 * What is known of the other side.
 *
 * @param address IP address, without a port
 * @param server IP address that it has connected to, without a port
 * @param tls version and cipher suite; empty: plain
 * @param hello how it introduced itself; empty: not yet
 * @param user who signed in; empty: nobody
 */
public record Client(
        String address,
        String server,
        Optional<String> tls,
        Optional<Hello> hello,
        Optional<User> user) {

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
     * @param accessGeneration of the account at the sign-in: it rises with each change of its
     *     password and its access
     */
    public record User(String account, String address, long accessGeneration) {}

    /** A client that has only connected. */
    public static Client connected(String address, String server, Optional<String> tls) {
        return new Client(address, server, tls, Optional.empty(), Optional.empty());
    }

    /** The server's address as a folded address literal; empty text when it is not known. */
    String serverLiteral() {
        return server.isEmpty() ? "" : AddressLiteral.of(InetAddress.ofLiteral(server)).folded();
    }

    Client introduced(Hello as) {
        return new Client(address, server, tls, Optional.of(as), user);
    }

    Client signedIn(User as) {
        return new Client(address, server, tls, hello, Optional.of(as));
    }
}
