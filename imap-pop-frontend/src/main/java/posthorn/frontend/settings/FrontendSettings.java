package posthorn.frontend.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import posthorn.runtime.net.ProxySettings;

/** Settings of {@code imap-pop-frontend}. A port is 0 for any free one, -1 for none. */
@ConfigMapping(prefix = "posthorn.imap-pop-frontend")
public interface FrontendSettings {

    /** Address that the ports are bound at. */
    @WithDefault("0.0.0.0")
    String host();

    /**
     * Networks whose clients may sign in without TLS, as in {@code 10.1.0.0/16} or {@code ::1/128}.
     * None: nobody may.
     */
    Optional<List<String>> plainSignInNetworks();

    /** Load balancers that say for which client they speak. */
    Proxy proxy();

    /** IMAP. */
    Imap imap();

    /** POP3. */
    Pop3 pop3();

    /** The way to the mailboxes. */
    Store store();

    /** How this service stops. */
    Stop stop();

    /** The PROXY protocol by listener. */
    interface Proxy {
        /** On the IMAP port that begins in plain text. */
        ProxySettings imap();

        /** On the IMAP port that begins with TLS. */
        ProxySettings imaps();

        /** On the POP3 port that begins in plain text. */
        ProxySettings pop3();

        /** On the POP3 port that begins with TLS. */
        ProxySettings pop3s();
    }

    /** How this service stops. */
    interface Stop {
        /**
         * How long sessions may take to end when the service stops, 0 s to 1 h: each is told so
         * after the command in hand. What is left then is cut.
         */
        @WithDefault("30s")
        Duration grace();

        /**
         * Over how long sessions are told, 0 s (all at once) to 1 h, and never longer than the
         * grace: evenly, so that their clients do not all sign in elsewhere in one moment. Until it
         * is told, a session is served as before.
         */
        @WithDefault("15s")
        Duration spread();
    }

    /** IMAP. */
    interface Imap {
        /** Port that begins in plain text and offers STARTTLS (standard: 143), -1 to 65535. */
        @WithDefault("1143")
        int port();

        /** Port that begins with TLS (standard: 993), -1 to 65535. */
        @WithDefault("1993")
        int tlsPort();

        /** Connections of both ports together, 1 to 1000000. One more is told BYE. */
        @WithDefault("50000")
        int connections();

        /** Connections of one client address, 1 to 1000000. */
        @WithDefault("1000")
        int connectionsPerClient();

        /** Octets of a command line without its literals, 1024 to 1048576. */
        @WithDefault("65536")
        int line();

        /**
         * Octets of a command with its literals, but for the message of APPEND, 4096 to 16777216.
         */
        @WithDefault("262144")
        int command();

        /** Octets of a message that APPEND takes, 1024 to 2147483647. */
        @WithDefault("52428800")
        long message();

        /** How long a client may be silent before it has signed in, 1 s to 1 h. */
        @WithDefault("1M")
        Duration signInTimeout();

        /** How long a client may take to sign in, whatever it says until then, 1 s to 1 h. */
        @WithDefault("3M")
        Duration signInDeadline();

        /**
         * How long a client that has signed in may be silent; RFC 3501 §5.4 asks for 30 minutes at
         * least.
         */
        @WithDefault("30M")
        Duration idleTimeout();

        /**
         * Octets of commands that are not whole yet, beyond 8 KiB of each, all connections
         * together, 1048576 to 1099511627776. Who needs more is told BYE.
         */
        @WithDefault("67108864")
        long inputMemory();

        /**
         * The same of one client, an IPv4 address or an IPv6 network of 64 bits: at least those of
         * one command, up to 1099511627776.
         */
        @WithDefault("8388608")
        long inputMemoryPerClient();

        /**
         * Octets a second that the message of an APPEND has to come in with at least, over the time
         * of {@link #appendTimeout}, 1 to 1000000.
         */
        @WithDefault("500")
        int appendRate();

        /** How long nothing of that message may come in, 1 s to 1 h. */
        @WithDefault("1M")
        Duration appendTimeout();

        /** Keys of one SEARCH, those within NOT, OR and parentheses included, 10 to 100000. */
        @WithDefault("1000")
        int searchKeys();

        /** Sign-ins that fail before the connection ends, 1 to 100. */
        @WithDefault("5")
        int signInAttempts();
    }

    /** POP3. */
    interface Pop3 {
        /** Port that begins in plain text and offers STLS (standard: 110), -1 to 65535. */
        @WithDefault("1110")
        int port();

        /** Port that begins with TLS (standard: 995), -1 to 65535. */
        @WithDefault("1995")
        int tlsPort();

        /** Connections of both ports together, 1 to 1000000. One more is told -ERR. */
        @WithDefault("20000")
        int connections();

        /** Connections of one client address, 1 to 1000000. */
        @WithDefault("1000")
        int connectionsPerClient();

        /** How long a client may be silent before it has signed in, 1 s to 1 h. */
        @WithDefault("1M")
        Duration signInTimeout();

        /** How long a client may take to sign in, whatever it says until then, 1 s to 1 h. */
        @WithDefault("3M")
        Duration signInDeadline();

        /**
         * How long a client that has signed in may be silent; RFC 1939 §3 asks for 10 minutes at
         * least.
         */
        @WithDefault("10M")
        Duration idleTimeout();

        /** Sign-ins that fail before the connection ends, 1 to 100. */
        @WithDefault("5")
        int signInAttempts();

        /**
         * How often the lock of a maildrop is renewed, 1 s to 10 min. Must be well below the time
         * after which {@code mailbox-api} lets a lock be taken over that nobody renews.
         */
        @WithDefault("15s")
        Duration lockRenewal();
    }

    /** The way to the mailboxes. */
    interface Store {
        /**
         * How long one attempt of a call, or the next piece of a stream, may take, 100 ms to 5 min.
         */
        @WithDefault("5s")
        Duration callTimeout();

        /**
         * How long a call is attempted again, at any pod of {@code mailbox-api}, while none
         * answers, 0 s to 5 min.
         */
        @WithDefault("20s")
        Duration retryTimeout();

        /**
         * How long a search in a portion of a mailbox (4,000 messages or 32 MB) may take, 1 s to 10
         * min.
         */
        @WithDefault("30s")
        Duration searchTimeout();

        /**
         * How long a password check may take with the delay that failures earned, 1 s to 10 min.
         */
        @WithDefault("1M")
        Duration signInTimeout();

        /** How long a session waits to see its own change come by the watch, 100 ms to 5 min. */
        @WithDefault("5s")
        Duration ownChangesTimeout();

        /**
         * Sessions of IMAP and POP3 that one account may have at once on this pod, 1 to 100000. One
         * more is told to close others.
         */
        @WithDefault("200")
        int sessionsPerAccount();

        /** Whether a changed password ends the open sessions of its account. */
        @WithDefault("true")
        boolean endSessionsOnNewPassword();

        /**
         * Octets of messages on their way by APPEND that are held, all accounts together, 1048576
         * to 1099511627776. One more is refused with NO [LIMIT].
         */
        @WithDefault("67108864")
        long appendMemory();

        /** The same of one account, 524288 to 1099511627776. */
        @WithDefault("8388608")
        long appendMemoryPerAccount();

        /**
         * Octets up to which an appended message is kept until it is stored, so that it can be sent
         * again when a pod goes, 0 to 16777216.
         */
        @WithDefault("262144")
        int keptAppend();

        /**
         * Messages of mailboxes that sessions have left and that are followed until the account's
         * last session ends, so that opening them again reads nothing; some 30 octets of memory
         * each, all accounts together, 0 to 100000000.
         */
        @WithDefault("500000")
        long keptMessages();

        /**
         * Octets of messages that are read before their clients ask for them, all sessions
         * together, 0 (nothing is read ahead) to 1099511627776.
         */
        @WithDefault("33554432")
        long readAhead();
    }
}
