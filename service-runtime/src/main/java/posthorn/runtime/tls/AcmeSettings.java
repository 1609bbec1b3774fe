package posthorn.runtime.tls;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Certificates that are ordered from an authority (ACME, RFC 8555), for installations where nothing
 * else does that, as cert-manager does in Kubernetes.
 */
@Unremovable // Services that show no certificate are told, too.
@ConfigMapping(prefix = "posthorn.acme")
public interface AcmeSettings {

    /** How names are proved. */
    enum Challenge {
        /** By a page on port 80 of the name (RFC 8555 §8.3). */
        HTTP_01,
        /** By a handshake on port 443 of the name (RFC 8737). */
        TLS_ALPN_01
    }

    /**
     * URL of the authority's directory, as in {@code
     * https://acme-v02.api.letsencrypt.org/directory}. None: no certificates are ordered.
     */
    Optional<String> directory();

    /** PEM file with the certificates that the authority's own is checked by. None: the JDK's. */
    Optional<Path> trustedCertificates();

    /** Addresses at which the authority reaches the operator. */
    Optional<List<String>> contact();

    /** Whether the operator agrees to the terms of the authority; without that it gives nothing. */
    @WithDefault("false")
    boolean termsAgreed();

    /**
     * Names that get certificates. None: all that are hosted, which are the name of this server,
     * those at which mail programs and browsers are told to reach it, and of each domain {@code
     * mta-sts}, {@code autoconfig} and {@code autodiscover}, where DNS has an address for them.
     */
    Optional<List<String>> names();

    /** How names are proved. */
    @WithDefault("http-01")
    Challenge challenge();

    /**
     * How long before its end a certificate is ordered anew, 1 h to 60 days, and never before two
     * thirds of its life are over; where the authority says when (RFC 9773), that counts.
     */
    @WithDefault("30d")
    Duration renewBefore();

    /** How often it is looked whether something is to be ordered, 1 s to 1 day. */
    @WithDefault("1m")
    Duration lookEvery();

    /** How long a name waits after its first refusal; twice as long after each further one. */
    @WithDefault("10m")
    Duration retryAfter();

    /** How long a name waits at most, unless the authority says longer, 1 s to 30 days. */
    @WithDefault("1d")
    Duration longestRetry();

    /** Orders of one pod in an hour, 1 to 10000. */
    @WithDefault("20")
    int ordersAnHour();

    /** How long the authority may take for an answer, 1 s to 5 m. */
    @WithDefault("30s")
    Duration answersWithin();

    /** How long it may take to check a name or to sign, 1 s to 1 h. */
    @WithDefault("2m")
    Duration orderWithin();

    /**
     * How long another pod's order may show no sign of life before it counts as abandoned, 1 s to 1
     * day, by the clock of whoever watches it. Too short, a name is ordered twice, and nothing else
     * happens.
     */
    @WithDefault("10m")
    Duration abandonedAfter();

    /** How long a challenge is in the store before the authority is asked to look, 0 to 5 m. */
    @WithDefault("5s")
    Duration challengeWait();

    /** How often pods look for new certificates, 1 s to 1 h. */
    @WithDefault("30s")
    Duration readEvery();

    /** How often the authority is asked when it wants certificates renewed, 1 m to 7 days. */
    @WithDefault("6h")
    Duration renewalInfoEvery();

    /** Whether a name is ordered only when DNS has an address for it. */
    @WithDefault("true")
    boolean lookUp();
}
