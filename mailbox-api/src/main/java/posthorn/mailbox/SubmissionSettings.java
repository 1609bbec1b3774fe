package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where what people write over REST is handed over: our own smtp-ingress. */
@ConfigMapping(prefix = "posthorn.mailbox-api.submission")
public interface SubmissionSettings {

    /** {@code host:port} of smtp-ingress' submission with STARTTLS; without a port: 587. */
    @WithDefault("localhost:1587")
    String server();

    /** PEM file; whose certificates smtp-ingress may show. None: they are not looked at. */
    Optional<Path> trustedCertificates();

    /** How long sending a message may take, 1 s to 10 m. */
    @WithDefault("60s")
    Duration timeout();

    /**
     * Octets of a request to send, 65536 to 1 GB: its files are in it as base64, a third larger
     * than they are. smtp-ingress has a limit of its own.
     */
    @WithDefault("41943040")
    long mostOctets();
}
