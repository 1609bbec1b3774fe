package posthorn.ingress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of {@code smtp-ingress}. A port is 0 for any free one, -1 for none. */
@ConfigMapping(prefix = "posthorn.smtp-ingress")
public interface IngressSettings {

    /** Address that all ports are bound to. */
    @WithDefault("0.0.0.0")
    String host();

    /** Port for mail from other servers (standard: 25), -1 to 65535. */
    @WithDefault("1025")
    int mxPort();

    /** Port for users' mail, STARTTLS first (standard: 587), -1 to 65535. */
    @WithDefault("1587")
    int submissionPort();

    /** The same once more, for networks that block 587 (standard: 2525), -1 to 65535. */
    @WithDefault("2525")
    int submissionAlternatePort();

    /** Port for users' mail that begins with TLS (standard: 465), -1 to 65535. */
    @WithDefault("1465")
    int submissionsPort();

    /** Connections of all ports together, 1 to 1000000. One more is told 421. */
    @WithDefault("10000")
    int maxConnections();

    /** Connections from one address, 1 to 1000000. One more is told 421. */
    @WithDefault("500")
    int maxConnectionsPerClient();

    /** Octets of a message, 65536 to 2147483647; announced by SIZE. */
    @WithDefault("52428800")
    long maxSize();

    /** Recipients of a message, 100 (RFC 5321 §4.5.3.1.8) to 2000. One more is told 452. */
    @WithDefault("1000")
    int maxRecipients();

    /** Received fields that a message may have, 10 to 1000. */
    @WithDefault("100")
    int maxHops();

    /** Octets of a line of a message, 998 to 1048576. */
    @WithDefault("65536")
    int maxBodyLine();

    /** Octets of a command line, 1000 to 65536; RFC 4954 §4 asks for 12288. */
    @WithDefault("12288")
    int maxCommandLine();

    /** Errors of a client before its connection ends, 1 to 10000. */
    @WithDefault("20")
    int maxBadCommands();

    /** Sign-ins that fail before the connection ends, 1 to 100. */
    @WithDefault("5")
    int maxSignInFailures();

    /** Pause after a failed sign-in, doubled with each further one; 0 to 1 min. */
    @WithDefault("1S")
    Duration signInDelay();

    /**
     * Octets of a message that travel inside its record on the log, 16384 to 1048576. A larger one
     * is streamed to mailbox-api while it comes in. A header has to fit.
     */
    @WithDefault("262144")
    int inlineBody();

    /**
     * Octets of messages in memory, all connections together, at least four times inline-body. When
     * they are used up, mail is told 452 4.3.1.
     */
    @WithDefault("134217728")
    long bodyMemory();

    /** How long a client may be silent before a command, 1 s to 1 h (RFC 5321 §4.5.3.2.7). */
    @WithDefault("5M")
    Duration commandTimeout();

    /** How long a client may be silent within a message, 1 s to 1 h (RFC 5321 §4.5.3.2.5). */
    @WithDefault("5M")
    Duration dataTimeout();

    /** How long the log may take for a message before the client is told 451, 1 s to 5 min. */
    @WithDefault("15S")
    Duration logTimeout();

    /** How long mailbox-api may take for a lookup or a sign-in, 100 ms to 1 min. */
    @WithDefault("10S")
    Duration directoryTimeout();

    /** How long it is remembered that an address is local, 0 to 1 min. */
    @WithDefault("5S")
    Duration directoryCache();

    /** How long mailbox-api may take for the next piece of a large body, 1 s to 5 min. */
    @WithDefault("30S")
    Duration bodyTimeout();

    /** How long open connections may go on when the service stops, 0 to 5 min. */
    @WithDefault("10S")
    Duration shutdownGrace();
}
