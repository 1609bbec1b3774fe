package posthorn.ingress.authentication;

import java.util.Optional;

/** The checks of mail that other servers bring. Safe for all threads. */
@FunctionalInterface
public interface SenderAuthentication {

    /**
     * Begins the checks of one message, when its header is there. Does not wait.
     *
     * @param octets a message, or as much of it as has come; they are not kept
     * @param headerLength octets of the header, with its empty line where it has one
     * @return empty: nothing is checked
     */
    Optional<MessageAuthentication> begin(
            AuthenticationRequest request, byte[] octets, int headerLength);

    /** Checks nothing. */
    static SenderAuthentication none() {
        return (request, octets, headerLength) -> Optional.empty();
    }
}
