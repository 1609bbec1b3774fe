package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What stands between browsers and the HTTP port, and their sessions. */
@ConfigMapping(prefix = "posthorn.mailbox-api.http")
public interface HttpSettings {

    /** The fields in which a proxy says for whom it speaks. */
    enum ForwardedBy {
        /** {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}. */
        X_FORWARDED,
        /** {@code Forwarded} (RFC 7239). */
        FORWARDED
    }

    /**
     * Networks of the proxies, an Ingress for example, that are believed for whom they speak and
     * that the client came by HTTPS, with commas. None: every peer is the client.
     */
    Optional<List<String>> trustedNetworks();

    /** The field that those proxies set, and that clients cannot set past them. */
    @WithDefault("x-forwarded")
    ForwardedBy forwardedBy();

    /** Address that the two ports below are bound to. */
    @WithDefault("0.0.0.0")
    String host();

    /**
     * Port for HTTPS with the certificates of this server, for installations with nothing in front
     * of it; 0: any free one, -1: off. Challenges by {@code tls-alpn-01} are answered there.
     */
    @WithDefault("-1")
    int tlsPort();

    /** Port at which HTTPS is reached from outside, where redirects lead to; 0: none are given. */
    @WithDefault("443")
    int tlsPublicPort();

    /**
     * Port that stands for 80: it answers challenges of certificate authorities by {@code http-01}
     * and autoconfig, and leads everything else to HTTPS; 0: any free one, -1: off.
     */
    @WithDefault("-1")
    int redirectPort();

    /** How long a connection to these two may be silent, 1 s to 1 h. */
    @WithDefault("5m")
    Duration idle();

    /** Sessions. */
    Sessions sessions();

    /** Sessions of those who signed in over HTTP. */
    interface Sessions {
        /** How long one lasts, 5 m to 90 days. */
        @WithDefault("7d")
        Duration validFor();

        /** How long one that was opened with an admin token lasts, 5 m to 90 days. */
        @WithDefault("12h")
        Duration adminsValidFor();

        /** How long a second factor may take, 30 s to 1 h. */
        @WithDefault("5m")
        Duration secondFactorWithin();

        /** Sessions of one account or admin token; the oldest end, 1 to 1000. */
        @WithDefault("30")
        int perOwner();
    }
}
