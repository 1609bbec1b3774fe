package posthorn.runtime.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
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
     * File with the tokens that the services show one another, one on each line; all of them are
     * valid, all of them are shown. A service without one does not start.
     */
    Optional<Path> serviceTokenFile();

    /**
     * File with the tokens that administrators show, one on each line, each {@code name:token} or a
     * bare token; all of them are valid. Without one nobody is an administrator.
     */
    Optional<Path> adminTokenFile();

    /** How long what a file of tokens said counts before it is looked at again, 1 s to 1 h. */
    @WithDefault("5s")
    Duration tokenFilesReadEvery();

    /**
     * How long a token stays valid in whose place another one has come in its file, 0 s to 1 h: so
     * long pods may read a changed secret at different times. A token that is taken away without
     * another one is not valid any more.
     */
    @WithDefault("5m")
    Duration tokenOverlap();

    /**
     * File with the secret under which private keys of domains are kept in the store; its first
     * line counts. All pods of {@code mailbox-api} need the same one, no other service needs it;
     * who loses it loses those keys. Without one domains have no keys and mail is not signed.
     */
    Optional<Path> masterKeyFile();

    /**
     * Whether RSA and Ed25519 signatures are computed by a native library where there is one for
     * the machine. Off, Java computes them, in three times the time.
     */
    @WithDefault("true")
    boolean nativeSignatures();

    /** Certificates that clients are shown, and their keys, PEM. */
    interface Tls {
        /**
         * File with the chain of the certificate for clients that ask for no name or for one that
         * no other certificate has. None: a self-signed one is made.
         */
        Optional<Path> certificate();

        /** File with its private key; both or neither. */
        Optional<Path> key();

        /**
         * Directory with certificates of further names: {@code name.crt} with {@code name.key}, in
         * it or in directories in it, as Kubernetes mounts Secrets with {@code tls.crt} and {@code
         * tls.key}, or as certbot keeps {@code live}. Which one a client is shown follows from the
         * name that it asks for.
         */
        Optional<Path> certificates();

        /** How often the files are looked at again, 1 s to 1 h. */
        @WithDefault("60s")
        Duration readEvery();

        /** Certificates that are kept at most, 1 to 100000. */
        @WithDefault("10000")
        int mostCertificates();

        /** Certificates whose end is a gauge, those that end first, 0 to 10000. */
        @WithDefault("200")
        int namedGauges();
    }

    /** The database. */
    interface Mongodb {
        /** Connection string. What is secret belongs into one of the files below. */
        @WithDefault("mongodb://localhost:27017")
        String uri();

        /**
         * File with the connection string, in place of {@code uri}; white space around it does not
         * count. It may be replaced, as all files here: what is asked of the database from then on
         * goes over new connections, and the old ones are closed when nothing waits for them.
         */
        Optional<Path> uriFile();

        /**
         * File with the password of the user whom the connection string names; white space around
         * it does not count. None: the password stands in the connection string, or there is none.
         */
        Optional<Path> passwordFile();

        /**
         * What the names of our databases begin with, letters, digits, {@code _} and {@code -}, 32
         * at most: installations with different ones can share a replica set. All services have the
         * same one, and it never changes. None: nothing.
         */
        Optional<String> prefix();

        /** Encryption of the way to the database, where the connection string says {@code tls}. */
        Encryption tls();

        /** Encryption of the way to the database. */
        interface Encryption {
            /** File with the certificates that are trusted, PEM. None: those of the JDK. */
            Optional<Path> trustedCertificates();

            /**
             * File with the chain of a certificate of our own, PEM; with {@code
             * authMechanism=MONGODB-X509} we sign in by it. None: none is shown.
             */
            Optional<Path> certificate();

            /** File with its private key, PEM (PKCS #8), not encrypted. */
            Optional<Path> key();
        }
    }

    /** The log. */
    interface Kafka {
        /** Brokers to start from, {@code host:port} with commas. */
        @WithDefault("localhost:9092")
        String servers();

        /**
         * What the names of our topics and consumer groups begin with, letters, digits, {@code .},
         * {@code _} and {@code -}, 100 at most: installations with different ones can share
         * brokers. All services have the same one, and it never changes. None: nothing.
         */
        Optional<String> prefix();

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

            /**
             * File with the password; white space around it does not count. It may be replaced, as
             * all files here: each new connection reads it.
             */
            Optional<Path> passwordFile();

            /**
             * File with both, {@code …LoginModule required username="…" password="…";}, as {@code
             * sasl.jaas.config} in the secret of a KafkaUser of Strimzi: in place of username and
             * password-file. The module does not count, mechanism says which it is.
             */
            Optional<Path> jaasFile();

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
         * change, such as loopback: then their word that an answer is authentic is believed. The
         * delivery worker looks at its start whether they do.
         */
        @WithDefault("false")
        boolean validated();

        /** A zone that is signed, by which that is seen; the root is. */
        @WithDefault(".")
        String validatedZone();
    }
}
