package posthorn.runtime.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings that several services read. An unknown key under {@code posthorn} stops the start. */
@ConfigMapping(prefix = "posthorn")
public interface PosthornSettings {

    /** Name in greetings, Received fields and Message-IDs. None: the machine's own name. */
    Optional<String> hostname();

    /** Certificate and key. */
    Tls tls();

    /** The database. */
    Mongodb mongodb();

    /** The log. */
    Kafka kafka();

    /** Name servers. */
    Dns dns();

    /**
     * File with the token that the services show one another; its first line counts. A service
     * without one does not start.
     */
    Optional<Path> serviceTokenFile();

    /**
     * File with the token that administrators show; its first line counts. Without one, nothing
     * below {@code /api} is answered.
     */
    Optional<Path> adminTokenFile();

    /**
     * File with the secret under which private keys of domains are kept in the store; its first
     * line counts. All pods of {@code mailbox-api} need the same one, no other service needs it;
     * who loses it loses those keys. Without one domains have no keys and mail is not signed.
     */
    Optional<Path> masterKeyFile();

    /** Certificate and key, both PEM; both or neither. */
    interface Tls {
        /** File with the certificate chain. None: a self-signed one is made. */
        Optional<Path> certificate();

        /** File with the private key. */
        Optional<Path> key();
    }

    /** The database. */
    interface Mongodb {
        /** Connection string. */
        @WithDefault("mongodb://localhost:27017")
        String uri();
    }

    /** The log. */
    interface Kafka {
        /** Brokers to start from, {@code host:port} with commas. */
        @WithDefault("localhost:9092")
        String servers();

        /** Partitions of a topic that is made, 1 to 1000. */
        @WithDefault("12")
        int partitions();

        /** Replicas of a topic that is made. None: three, or as many as there are brokers. */
        OptionalInt replicas();

        /**
         * Whether accepted mail on a topic that one replica may acknowledge alone (fewer than three
         * replicas) is flushed before that. Off, a power cut loses mail: only for experiments.
         */
        @WithDefault("true")
        boolean flush();

        /**
         * Delivery events that wait for the log at most, 100 to 1000000. What comes behind them is
         * missing in the trace.
         */
        @WithDefault("10000")
        int eventsWaiting();

        /**
         * Name under which consumer groups know this process again when it comes back after its
         * death ({@code group.instance.id} of Kafka): it then goes on at once where it was, and
         * gives signs of life rarely, since nobody else waits for them. One process at a time may
         * have the name. None: whoever gives no sign of life for 6 s has left its groups, and
         * others go on.
         */
        Optional<String> groupInstance();

        /** Encryption and sign-in at the brokers. */
        Security security();

        /** Encryption and sign-in at the brokers. */
        interface Security {
            /** Kafka's names of what a listener asks for: encryption, sign-in, both or neither. */
            enum Protocol {
                PLAINTEXT,
                SSL,
                SASL_PLAINTEXT,
                SASL_SSL
            }

            /**
             * {@code PLAINTEXT}, {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}, as the
             * brokers' listener has it.
             */
            @WithDefault("PLAINTEXT")
            Protocol protocol();

            /** {@code PLAIN}, {@code SCRAM-SHA-256} or {@code SCRAM-SHA-512}. */
            @WithDefault("SCRAM-SHA-512")
            String mechanism();

            /** Name to sign in with, where the protocol does. */
            Optional<String> username();

            /** File with the password; white space around it does not count. */
            Optional<Path> passwordFile();

            /** File with the certificates that are trusted, PEM. None: those of the JDK. */
            Optional<Path> trustedCertificates();

            /** File with the chain of a certificate of our own, PEM. None: none is shown. */
            Optional<Path> certificate();

            /** File with its private key, PEM (PKCS #8), not encrypted. */
            Optional<Path> key();
        }
    }

    /** Name servers. */
    interface Dns {
        /**
         * {@code host:port}, asked in this order. None: those of the system, which are not asked
         * about names that are reserved for tests and local networks, such as {@code
         * mail.example.test}.
         */
        Optional<List<String>> servers();

        /** Octets of answers that are remembered, as long as they hold, 0 to 4 GiB. */
        @WithDefault("16777216")
        long cacheOctets();

        /** Questions that may wait for an answer at the same time, 1 to 1000000. */
        @WithDefault("2000")
        int questions();

        /**
         * Whether the name servers validate (DNSSEC) and are reached over a way that nobody can
         * change, such as loopback: then their word that an answer is authentic is believed.
         */
        @WithDefault("false")
        boolean validated();
    }
}
