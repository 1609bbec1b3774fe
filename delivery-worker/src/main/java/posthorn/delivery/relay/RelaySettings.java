package posthorn.delivery.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where mail is relayed to, and where never. */
@ConfigMapping(prefix = "posthorn.relay")
public interface RelaySettings {

    /** Port of other hosts, 1 to 65535. */
    @WithDefault("25")
    int port();

    /** IP addresses at which this system takes mail: nothing is relayed to them. */
    Optional<List<String>> ownAddresses();

    /** Host names, besides {@code posthorn.hostname}, under which DNS names this system. */
    Optional<List<String>> ownNames();

    /**
     * Networks, as in {@code 10.1.0.0/16}, that are relayed to although they are loopback or
     * private.
     */
    Optional<List<String>> allowedPrivateNetworks();

    /** Time limits, RFC 5321 §4.5.3.2; each 1 s to 1 h. */
    Timeouts timeouts();

    /**
     * Addresses of a destination that one attempt asks, 1 to 50; where there are more, what these
     * say counts.
     */
    @WithDefault("6")
    int hostsPerAttempt();

    /** MX records of a destination that are looked at, the best ones, 1 to 200. */
    @WithDefault("20")
    int mxRecords();

    /** Idle connections that are kept for one destination, 0 to 100. */
    @WithDefault("4")
    int idlePerDestination();

    /** Idle connections that are kept in all, 0 to 10000. */
    @WithDefault("200")
    int idle();

    /** How long a connection is kept idle, 1 s to 10 min. */
    @WithDefault("20s")
    Duration idleTimeout();

    /** Messages over one connection, 1 to 10000. */
    @WithDefault("100")
    int messagesPerConnection();

    /** How long each stage may take. */
    interface Timeouts {

        /** One question to DNS, with all servers and aliases. */
        @WithDefault("30s")
        Duration dns();

        /** Connecting. */
        @WithDefault("30s")
        Duration connect();

        /** The greeting, RFC 5321 §4.5.3.2.1. */
        @WithDefault("5m")
        Duration greeting();

        /** EHLO and HELO, also within TLS. */
        @WithDefault("5m")
        Duration hello();

        /** STARTTLS with its handshake. */
        @WithDefault("1m")
        Duration tls();

        /** RSET before another message over the same connection. */
        @WithDefault("20s")
        Duration reset();

        /** The reply to QUIT; the message is delivered by then, and nobody waits for it. */
        @WithDefault("5s")
        Duration quit();

        /** MAIL, RFC 5321 §4.5.3.2.2. */
        @WithDefault("5m")
        Duration mail();

        /** RCPT, RFC 5321 §4.5.3.2.3. */
        @WithDefault("5m")
        Duration rcpt();

        /** DATA, RFC 5321 §4.5.3.2.4. */
        @WithDefault("2m")
        Duration data();

        /** Each block of the message, RFC 5321 §4.5.3.2.5. */
        @WithDefault("3m")
        Duration block();

        /** The final dot, RFC 5321 §4.5.3.2.6. */
        @WithDefault("10m")
        Duration endOfData();
    }
}
