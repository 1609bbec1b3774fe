package posthorn.ingress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import posthorn.ingress.authentication.AuthenticationPolicy;
import posthorn.runtime.net.ProxySettings;

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

    /**
     * Recipients of a message, 100 (RFC 5321 §4.5.3.1.8) to 2000; announced by LIMITS (RFC 9422).
     * One more is told 452.
     */
    @WithDefault("1000")
    int maxRecipients();

    /**
     * Recipients that groups and forwards among them may lead to, in one message, 100 to 20000; the
     * rest comes in another one (452 4.5.3).
     */
    @WithDefault("2000")
    int maxTargets();

    /**
     * Messages on one connection, 0 (any number) to 999999; announced by LIMITS (RFC 9422). One
     * more is told 421, so that its client connects anew, perhaps to another pod.
     */
    @WithDefault("10000")
    int maxTransactions();

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

    /**
     * Octets of messages in memory for one client: an IPv4 address, or an IPv6 network of 64 bits;
     * at least twice inline-body. Above it, large messages are streamed in small pieces and others
     * are told 452 4.3.1.
     */
    @WithDefault("16777216")
    long bodyMemoryPerClient();

    /**
     * Whether a CR or LF that stands alone becomes CRLF in mail that users submit; otherwise such
     * mail is refused, as it always is when it comes from other servers.
     */
    @WithDefault("true")
    boolean submissionRepairsLineBreaks();

    /**
     * Public IP addresses of this server that are not on its network interfaces: mail for {@code
     * postmaster@[address]} is for its postmaster.
     */
    Optional<List<String>> ownAddresses();

    /** Recipients, unknown or not ours, after which a connection ends, 1 to 10000. */
    @WithDefault("50")
    int maxRefusedRecipients();

    /** As many of them are refused at once, each further one after a pause; 0 to 10000. */
    @WithDefault("10")
    int refusedRecipientsAtOnce();

    /** That pause, 0 to 1 min. */
    @WithDefault("1S")
    Duration refusedRecipientDelay();

    /**
     * Recipients, unknown or not ours, that one client may name on all its connections to all pods
     * together within refused-recipients-window; a client is an account, or, of those who have not
     * signed in, an IPv4 address or an IPv6 network of 64 bits. One more ends the connection, and
     * every RCPT of the client until the window is over. 0 (none are counted) to 1000000.
     */
    @WithDefault("200")
    int maxRefusedRecipientsPerClient();

    /**
     * The same for all clients of one network that have not signed in, see limits.ipv4-network; 0
     * (none are counted) to 1000000.
     */
    @WithDefault("1000")
    int maxRefusedRecipientsPerNetwork();

    /** That time, in whole seconds, 1 s to 1 d. */
    @WithDefault("15M")
    Duration refusedRecipientsWindow();

    /**
     * Commands that bring no message nearer, such as NOOP, RSET, EHLO and a RCPT that is refused,
     * between two messages, after which each counts as an error; 1 to 100000.
     */
    @WithDefault("100")
    int maxIdleCommands();

    /** How long a user may take from the connection to the sign-in, 1 s to 1 h. */
    @WithDefault("3M")
    Duration signInTimeout();

    /** How long a client may take for a whole command, 1 s to 1 h (RFC 5321 §4.5.3.2.7). */
    @WithDefault("5M")
    Duration commandTimeout();

    /**
     * How long a client may be silent within a message, 1 s to 1 h (RFC 5321 §4.5.3.2.5). It is
     * used up by each pause, and made up with min-data-rate.
     */
    @WithDefault("5M")
    Duration dataTimeout();

    /** Octets a second with which a message has to come in, on the whole; 0 (any) to 1000000. */
    @WithDefault("500")
    int minDataRate();

    /** How long the log may take for a message before the client is told 451, 1 s to 5 min. */
    @WithDefault("15S")
    Duration logTimeout();

    /** How long mailbox-api may take for a lookup or a sign-in, 100 ms to 1 min. */
    @WithDefault("10S")
    Duration directoryTimeout();

    /** Whether a changed password ends the sessions of its account, too. */
    @WithDefault("true")
    boolean endSessionsOnNewPassword();

    /** How often users who are signed in are looked at: may they still send? 1 s to 1 h. */
    @WithDefault("5S")
    Duration accessCheckInterval();

    /** How long it is remembered that an address is local, 0 to 1 min. */
    @WithDefault("5S")
    Duration directoryCache();

    /** How long mailbox-api may take for the next piece of a large body, 1 s to 5 min. */
    @WithDefault("30S")
    Duration bodyTimeout();

    /** How long a TLS handshake may take, 1 s to 5 min. */
    @WithDefault("30S")
    Duration handshakeTimeout();

    /** How long a client may take nothing of the replies that wait for it, 1 s to 1 h. */
    @WithDefault("1M")
    Duration stallTimeout();

    /** How long the client's own end is waited for when its connection is closed, 0 to 1 min. */
    @WithDefault("5S")
    Duration linger();

    /**
     * Where the pages that explain replies are published: the address from which the path {@code
     * /help} of mailbox-api can be reached from outside, such as {@code
     * https://mail.example.org/help}, at most 200 characters. Each refusal then ends with a link to
     * its page. None: replies carry no link.
     */
    Optional<String> helpUrl();

    /** The checks of who has sent the mail that other servers bring. */
    Authentication authentication();

    /** Load balancers that say for which client they speak. */
    Proxy proxy();

    /** Programs that say for which client they speak, by XCLIENT. */
    Xclient xclient();

    /** How often clients and users may come and send. */
    AccessSettings.Limits limits();

    /** Lists of clients in DNS. */
    AccessSettings.BlockLists blocklist();

    /** Whether hosts that nobody knows are told to come again. */
    AccessSettings.Greylist greylist();

    /** Programs that look into messages for viruses and spam. */
    ScanSettings scan();

    /** What happens when the service stops. */
    Stop stop();

    /** The PROXY protocol by listener. */
    interface Proxy {
        /** On the port for mail from other servers. */
        ProxySettings mx();

        /** On the port for users' mail. */
        ProxySettings submission();

        /** On the one for networks that block it. */
        ProxySettings submissionAlternate();

        /** On the port for users' mail that begins with TLS. */
        ProxySettings submissions();
    }

    /**
     * Networks, with commas, whose peers may say for which client they speak with Postfix's XCLIENT
     * command: mail proxies. Whoever is in one of them can pass for any client. None: nobody.
     */
    interface Xclient {
        /** On the port for mail from other servers. */
        Optional<List<String>> mx();

        /** On the port for users' mail. */
        Optional<List<String>> submission();

        /** On the one for networks that block it. */
        Optional<List<String>> submissionAlternate();

        /** On the port for users' mail that begins with TLS. */
        Optional<List<String>> submissions();
    }

    /** The checks of who has sent the mail that other servers bring: SPF, DKIM, DMARC. */
    interface Authentication {
        /**
         * Whether they are made. Off where another server of yours takes the mail in and brings it
         * here: then all mail comes from that one's address.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * What is done with mail whose author's domain asks for its refusal (DMARC {@code
         * p=reject}): {@code reject}, {@code junk} or {@code accept}.
         */
        @WithDefault("reject")
        AuthenticationPolicy.Treatment rejecting();

        /** The same for {@code p=quarantine}. */
        @WithDefault("junk")
        AuthenticationPolicy.Treatment quarantining();

        /**
         * The same for mail that says it is from a domain hosted here and that neither SPF nor DKIM
         * ties to it, whatever the domain publishes.
         */
        @WithDefault("reject")
        AuthenticationPolicy.Treatment localFrom();

        /**
         * Whether mail is deferred when the SPF record of its reverse-path cannot be looked up and
         * nothing else shows who has sent it.
         */
        @WithDefault("true")
        boolean defersUnknownSpf();

        /**
         * Exceptions for the domains of authors, with commas: {@code
         * example.org=accept,example.net=junk}.
         */
        Optional<List<String>> overrides();

        /**
         * Domains, with commas, whose seals on messages that they pass on are believed (ARC): mail
         * that they had found to be from its author is taken, although they have changed it.
         */
        Optional<List<String>> trustedForwarders();

        /** How long all lookups for one message may take, 1 s to 5 min; then it is deferred. */
        @WithDefault("20S")
        Duration timeLimit();

        /**
         * How long is looked for what decides nothing, such as the name of the host; 100 ms to 1
         * min.
         */
        @WithDefault("2S")
        Duration reverseTimeLimit();

        /** Questions to DNS for one message, 10 to 10000. */
        @WithDefault("300")
        int maxQuestions();

        /** Signatures of one message that are checked, the topmost; 1 to 30. */
        @WithDefault("10")
        int maxSignatures();
    }

    /** What happens when the service stops. */
    interface Stop {
        /**
         * How long the messages that are coming in are waited for, 0 to 5 min; then connections are
         * cut. Clients between two commands are told 421 at once.
         */
        @WithDefault("30S")
        Duration grace();
    }
}
