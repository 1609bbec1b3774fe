package posthorn.delivery.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    /**
     * Hosts that take the mail for a domain, in place of those that DNS names: by domain, a name or
     * [address], with {@code :port} where that is not {@link #port}. They may be in any network.
     */
    Map<String, String> routes();

    /** A host that takes all mail that has no such route. */
    Smarthost smarthost();

    /** A host that relays for us. */
    interface Smarthost {
        /** Its name or [address], with {@code :port} where that is not 587; none: there is none. */
        Optional<String> host();

        /**
         * As whom we sign in: over TLS alone, and only where its certificate is right ({@link
         * Tls#trustedCertificates}).
         */
        Optional<String> username();

        /** File with the password; white space around it does not count. */
        Optional<Path> passwordFile();

        /**
         * Whether it takes only what large providers take no more of today ({@code
         * posthorn.pace.warm-up}). Off, it takes all mail that has no route.
         */
        @WithDefault("false")
        boolean overflowOnly();
    }

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

    /** What is demanded of the connections. */
    Tls tls();

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

    /** What is demanded of the connections. */
    interface Tls {

        /**
         * Whether TLSA records of hosts count (RFC 7672); only where {@code posthorn.dns.validated}
         * says that the name servers validate.
         */
        @WithDefault("true")
        boolean dane();

        /**
         * PEM file with the authorities that vouch for mail hosts and the hosts of policies. None:
         * those of the JDK.
         */
        Optional<Path> trustedCertificates();

        /** Policies of domains (RFC 8461). */
        MtaSts mtaSts();
    }

    /** Policies of domains (RFC 8461). */
    interface MtaSts {

        /** Whether they are asked for and count. */
        @WithDefault("true")
        boolean enabled();

        /** Port of the hosts that serve them, 1 to 65535. */
        @WithDefault("443")
        int port();

        /** How long fetching one may take, 1 s to 5 min. */
        @WithDefault("30s")
        Duration within();

        /** Policies that are fetched at once, 1 to 1000. */
        @WithDefault("20")
        int atOnce();

        /** Policies that are in memory, 1 to 1000000; the store has all that count. */
        @WithDefault("10000")
        int remembered();

        /**
         * How long a policy that could not be fetched is not asked for again, and what the store
         * said is not looked up again, 1 s to 1 d.
         */
        @WithDefault("5m")
        Duration lookAgain();
    }

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
