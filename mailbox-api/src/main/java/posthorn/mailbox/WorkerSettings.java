package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How delivery-worker is asked what only it knows. */
@ConfigMapping(prefix = "posthorn.mailbox-api.worker")
public interface WorkerSettings {

    /** Where its HTTP port is, as in {@code http://delivery-worker:8080}; {@code up}: its own. */
    @WithDefault("http://localhost:8080")
    URI url();

    /** PEM file with the certificates that are trusted where the URL is https. None: the JDK's. */
    Optional<Path> trustedCertificates();

    /** How long an answer may take, 100 ms to 5 m. */
    @WithDefault("15s")
    Duration within();

    /** Questions that are under way, 1 to 1000. */
    @WithDefault("16")
    int atOnce();

    /** Questions that wait for that; further ones are answered 503. 1 to 10000. */
    @WithDefault("64")
    int waiting();

    /** Octets of the longest answer, 64 KB to 1 GB. */
    @WithDefault("16777216")
    int mostOctets();
}
