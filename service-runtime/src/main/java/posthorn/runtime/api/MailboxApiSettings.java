package posthorn.runtime.api;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where {@code mailbox-api} is found. */
@Unremovable // The service itself is told its own address, too.
@ConfigMapping(prefix = "posthorn.mailbox-api")
public interface MailboxApiSettings {

    /**
     * {@code host:port} of its gRPC, several with commas. A name with several addresses, as of a
     * headless Service, is several pods.
     */
    @WithDefault("localhost:9090")
    List<String> addresses();

    /** How often names are looked up again, 1 s to 1 h. */
    @WithDefault("5s")
    Duration lookupInterval();

    /** Encryption of its gRPC, over which passwords and mail go from pod to pod. */
    Tls tls();

    /**
     * Encryption of mailbox-api's gRPC. Without it, callers have to be on the same machine or in a
     * network that encrypts. All files may be replaced: each new connection counts what stands in
     * them then.
     */
    interface Tls {
        /**
         * File with the chain of the certificate that mailbox-api shows, PEM; its names have to be
         * those of {@code addresses}. None: mailbox-api speaks without TLS.
         */
        Optional<Path> certificate();

        /** File with the private key of that certificate, PEM (PKCS #8). */
        Optional<Path> key();

        /**
         * File with the certificates that callers trust, PEM: of the authority that signed, or the
         * certificate itself. None: callers speak without TLS.
         */
        Optional<Path> trustedCertificates();

        /**
         * File with the authorities, PEM, of which mailbox-api wants a certificate from whoever
         * calls (mutual TLS), beside the service token. Read by mailbox-api, and by nobody else.
         * None: callers need no certificate.
         */
        Optional<Path> clientAuthorities();

        /** File with the chain of the certificate that a caller shows, PEM. None: none. */
        Optional<Path> clientCertificate();

        /** File with the private key of that certificate, PEM (PKCS #8). */
        Optional<Path> clientKey();
    }
}
