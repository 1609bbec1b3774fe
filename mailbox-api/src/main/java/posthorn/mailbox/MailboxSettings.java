package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of {@code mailbox-api}. A bad value stops the start with the key's name. */
@ConfigMapping(prefix = "posthorn.mailbox-api")
public interface MailboxSettings {

    /** What is asked of the store. */
    Store store();

    /** Accounts that are kept in memory. */
    AccountCache accountCache();

    /** The kept history of the account logs. */
    History history();

    /** Those who watch an account. */
    Watch watch();

    /** Passwords. */
    SignIn signIn();

    /** What an account may have. */
    Account account();

    /** Messages. */
    Message message();

    /** Messages that clients are sending. */
    Upload upload();

    /** Searches. */
    Search search();

    /** Keys with which domains sign. */
    Dkim dkim();

    /** Records that domains are told to publish. */
    Dns dns();

    /** How the service stops. */
    Stop stop();

    /** What is asked of the store. */
    interface Store {
        /** Connections to the store, 4 to 10000. */
        @WithDefault("64")
        int connections();

        /** Shared inserts into one collection that may be under way, 1 to 64. */
        @WithDefault("1")
        int insertsAtOnce();

        /**
         * Inserts of accounts that had no answer, each alone, that may be under way into one
         * collection, 1 to 1000.
         */
        @WithDefault("16")
        int insertsAloneAtOnce();

        /**
         * Inserts into one collection that may wait; further ones are told to try later, 100 to
         * 1000000.
         */
        @WithDefault("20000")
        int insertsWaiting();

        /**
         * Octets of messages that are kept while somebody reads them piece by piece, 0 to 1 GB; as
         * many again of those in transit.
         */
        @WithDefault("8388608")
        long keptOctets();
    }

    /** Accounts that are kept in memory. */
    interface AccountCache {
        /** How many, 10 to 1000000; those that nobody used for longest go first. */
        @WithDefault("20000")
        int accounts();

        /** About how many octets of memory they may take while nobody uses them, 1 MB to 1 TB. */
        @WithDefault("134217728")
        long octets();

        /** Octets of segments of checkpoints that are kept besides, 1 MB to 1 TB. */
        @WithDefault("33554432")
        long segmentOctets();

        /** Octets of unpacked facts of messages that are kept besides, 0 to 1 TB. */
        @WithDefault("16777216")
        long factsOctets();

        /** Commands of one account that may wait, 10 to 100000. */
        @WithDefault("1000")
        int commandsWaiting();

        /** Entries after which a checkpoint is written, 10 to 100000. */
        @WithDefault("200")
        int checkpointEntries();
    }

    /** The kept history of the account logs. */
    interface History {
        /** How long entries and the keys of deliveries are kept, 1 hour to 10 years. */
        @WithDefault("30d")
        Duration keep();

        /** How often an account in memory is looked over for what can go, 1 s to 30 days. */
        @WithDefault("1h")
        Duration sweepInterval();
    }

    /** Those who watch an account. */
    interface Watch {
        /**
         * Entries that may wait for one watcher; when there are more, it is told to resume, 8 to
         * 100000.
         */
        @WithDefault("256")
        int buffer();

        /**
         * How often the head of a watched account is compared with the store, 1 s to 1 h; all of
         * them are spread over that time.
         */
        @WithDefault("1m")
        Duration compareInterval();

        /** Heads that are compared at once, 1 to 1000. */
        @WithDefault("16")
        int comparisonsAtOnce();

        /**
         * How long an entry waits for others of its moment before other pods are told of them
         * together, 0 to 1 s.
         */
        @WithDefault("10ms")
        Duration gather();
    }

    /** Passwords. */
    interface SignIn {
        /** Passwords that are computed at once, each in 19 MiB, 1 to 256. */
        @WithDefault("2")
        int hashesAtOnce();

        /**
         * Passwords that may wait for that, of clients that were let in before, and as many of
         * others; further sign-ins are told to try later, 1 to 100000.
         */
        @WithDefault("256")
        int hashesWaiting();

        /**
         * How long a password that was right counts as right without being computed again; 0:
         * never. Up to 1 h.
         */
        @WithDefault("1m")
        Duration rememberFor();

        /** The wait after failures grows up to this, 1 s to 1 h. */
        @WithDefault("1m")
        Duration longestDelay();

        /**
         * Failures of one login from one client address (of IPv6: one network of 64 bits) that cost
         * no wait, 1 to 1000. Counted for a quarter of an hour, as are the next two.
         */
        @WithDefault("2")
        int freeFailures();

        /** Failures of one login from all addresses together that cost no wait, 1 to 100000. */
        @WithDefault("20")
        int freeFailuresOfLogin();

        /**
         * Failures from one client address, of all logins, that cost no wait, 1 to 1000000.
         * Attempts under way count as such: more than may wait of one address.
         */
        @WithDefault("200")
        int freeFailuresOfAddress();

        /** Passwords from one client address that may wait to be computed, 1 to 10000. */
        @WithDefault("64")
        int hashesWaitingOfAddress();

        /**
         * How long a client address is remembered that a login was let in from: it waits for no
         * stranger then. 1 h to 1 year.
         */
        @WithDefault("30d")
        Duration rememberClientFor();
    }

    /** What an account may have. */
    interface Account {
        /** Octets a new account may hold; 0: no limit. */
        @WithDefault("0")
        long quota();

        /** Mailboxes, 10 to 100000. */
        @WithDefault("10000")
        int mailboxes();

        /** Subscribed names, 10 to 1000000. */
        @WithDefault("20000")
        int subscriptions();
    }

    /** Messages. */
    interface Message {
        /** Octets of the largest message, 64 KB to 1 GB. */
        @WithDefault("104857600")
        long mostOctets();

        /**
         * Octets of messages that may be in memory, 16 MB to 64 GB: a half of them for what is
         * delivered, a quarter for what clients send, an eighth for what is searched, an eighth for
         * small messages that are answered together. One account has a half of the first and a
         * quarter of each other at most, and so has one client address (or one network of 64 bits)
         * of what is sent for delivery.
         */
        @WithDefault("67108864")
        long octetsInMemory();

        /** How long a message waits for room in memory before it is refused for now, 1 s to 5 m. */
        @WithDefault("10s")
        Duration roomWait();
    }

    /** Messages that clients are sending. */
    interface Upload {
        /** How many at once, 8 to 100000. */
        @WithDefault("512")
        int atOnce();

        /** How many at once of one account or one client address, 1 to 10000. */
        @WithDefault("32")
        int atOnceOfOwner();
    }

    /** Searches. */
    interface Search {
        /** Characters of a text that is looked for, 16 to 100000. */
        @WithDefault("1024")
        int longestTerm();

        /** Keys of one search, 10 to 100000. */
        @WithDefault("1000")
        int mostKeys();

        /** Keys of one search that look into messages (BODY, TEXT, HEADER), 1 to 100000. */
        @WithDefault("100")
        int mostTexts();

        /** Searches at once, 1 to 10000. */
        @WithDefault("32")
        int atOnce();

        /** Searches of one account at once, 1 to 1000. */
        @WithDefault("4")
        int atOnceOfAccount();

        /** How long a search may take, 1 s to 10 m. */
        @WithDefault("60s")
        Duration longest();
    }

    /** Keys with which domains sign (RFC 6376). */
    interface Dkim {
        /**
         * How long the record of a new key is in DNS before the key signs, 1 s to 90 days: time to
         * publish it, and for caches to forget that it was not there.
         */
        @WithDefault("2d")
        Duration publishFor();

        /**
         * How long the record of a key stays when another one signs, 1 s to 90 days: longer than
         * messages wait in queues.
         */
        @WithDefault("7d")
        Duration retireFor();

        /** Pairs of keys that may wait to be made, 1 to 10000. */
        @WithDefault("100")
        int waiting();
    }

    /** Records that domains are told to publish. */
    interface Dns {
        /** How long caches may keep a record, 1 m to 7 days. */
        @WithDefault("1h")
        Duration ttl();

        /** Who may send for a domain, its SPF record (RFC 7208). */
        @WithDefault("v=spf1 mx ~all")
        String spf();

        /** What receivers shall do with a forgery, the policy in the DMARC record. */
        @WithDefault("quarantine")
        DmarcPolicy dmarc();

        /**
         * Who may issue certificates for a domain (RFC 8659), with commas. None: no such record.
         */
        Optional<List<String>> certificateIssuers();

        /** Port for submission over TLS, as clients reach it; 0: it is not offered. */
        @WithDefault("465")
        int submissionsPort();

        /** Port for submission with STARTTLS; 0: it is not offered. */
        @WithDefault("587")
        int submissionPort();

        /** Port for IMAP over TLS; 0: it is not offered. */
        @WithDefault("993")
        int imapsPort();

        /** Port for IMAP with STARTTLS; 0: it is not offered. */
        @WithDefault("143")
        int imapPort();

        /** Port for POP3 over TLS; 0: it is not offered. */
        @WithDefault("995")
        int pop3sPort();

        /** Port for POP3 with STLS; 0: it is not offered. */
        @WithDefault("110")
        int pop3Port();

        /** The policies of DMARC. */
        enum DmarcPolicy {
            NONE,
            QUARANTINE,
            REJECT
        }
    }

    /** How the service stops. */
    interface Stop {
        /** How long calls in hand are waited for, 0 to 10 m. */
        @WithDefault("30s")
        Duration grace();
    }
}
