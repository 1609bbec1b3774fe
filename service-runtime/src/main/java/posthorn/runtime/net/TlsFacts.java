package posthorn.runtime.net;

import java.util.List;
import posthorn.protocol.sasl.ChannelBindings;

/**
 * What the handshake agreed on.
 *
 * @param version as in {@code TLSv1.3}
 * @param cipher the suite, as in {@code TLS_AES_128_GCM_SHA256}
 * @param bindings what a sign-in may tie itself to
 * @param clientAddresses rfc822Names of the certificate that the client has shown and that was
 *     verified; empty: it has shown none
 */
public record TlsFacts(
        String version, String cipher, ChannelBindings bindings, List<String> clientAddresses) {

    /** Keeps the addresses from changing. */
    public TlsFacts {
        clientAddresses = List.copyOf(clientAddresses);
    }

    /** Version and suite with a space between, as arrival facts and Received fields have it. */
    @Override
    public String toString() {
        return version + " " + cipher;
    }
}
