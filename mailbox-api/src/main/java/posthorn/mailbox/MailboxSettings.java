package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import posthorn.mailbox.ldap.LdapSettings;

/** Settings of {@code mailbox-api}. A bad value stops the start with the key's name. */
@ConfigMapping(prefix = "posthorn.mailbox-api")
public interface MailboxSettings {

    /** What is asked of the store. */
    Store store();

    /** Accounts that are kept in memory. */
    AccountCache accountCache();

    /** The kept history of the account logs. */
    History history();

    /** After a restore from a backup. */
    Restore restore();

    /** Those who watch an account. */
    Watch watch();

    /** Passwords. */
    SignInSettings signIn();

    /** A server that has accounts and their passwords. */
    LdapSettings ldap();

    /** How owners of accounts come in, and what they may do. */
    AccessSettings access();

    /** What an account may have. */
    Account account();

    /** Automatic replies. */
    Vacation vacation();

    /** Where mail for addresses goes. */
    AddressSettings addresses();

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

    /** After a restore from a backup. */
    interface Restore {
        /**
         * Mailboxes with a lower UIDVALIDITY than this get another one before anybody sees them, 0
         * to 4000000000; 0: none does. {@code posthorn restore} sets it for {@code up}; for a
         * cluster see docs/backup.md. Never to be lowered.
         */
        @WithDefault("0")
        long uidValidityFrom();
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

    /** Automatic replies. */
    interface Vacation {
        /** Replies of one account within an hour, 1 to 100000. */
        @WithDefault("100")
        int repliesPerHour();
    }

    /** What an account may have. */
    interface Account {
        /**
         * Octets that an account may hold where neither it nor its domain says otherwise; 0: no
         * limit.
         */
        @WithDefault("0")
        long quota();

        /** As {@link #quota}, messages; 0: no limit. */
        @WithDefault("0")
        long quotaMessages();

        /** Owners that a pod tells at once how full their accounts are, 1 to 10000. */
        @WithDefault("100")
        int warningsAtOnce();

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

        /**
         * Local part of the address, in each domain, to which others send their reports on DMARC
         * and TLS. None: no reports are asked for.
         */
        @WithDefault("postmaster")
        Optional<String> reports();

        /**
         * TLSA records of the mail host (RFC 6698), as in {@code 3 1 1 ab12...}, with commas; only
         * where the zone is signed. None: no such record.
         */
        Optional<List<String>> tlsa();

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
