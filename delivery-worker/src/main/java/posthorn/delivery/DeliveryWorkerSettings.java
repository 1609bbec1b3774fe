package posthorn.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import posthorn.delivery.notification.NotificationLanguages;
import posthorn.delivery.policy.NotifiedSenders;

/** Settings of the delivery worker. */
@ConfigMapping(prefix = "posthorn.delivery-worker")
public interface DeliveryWorkerSettings {

    /**
     * A name that no other worker has at the same time and that this one keeps over a restart, such
     * as its pod's: claims of its earlier incarnations are then taken over at once. None: a new one
     * each time, and such claims wait until {@link Heartbeat#timeout} is over.
     */
    Optional<String> instance();

    /** Attempts at other hosts at once, 1 to 10000. */
    @WithDefault("200")
    int attempts();

    /** Attempts at one destination at once, 1 to 1000. */
    @WithDefault("20")
    int attemptsPerDestination();

    /**
     * Attempts that wait in memory for one of those, 0 to 1000000; what finds no room waits in the
     * queue alone.
     */
    @WithDefault("10000")
    int attemptsWaiting();

    /** Connections to the database, 1 to 1000. */
    @WithDefault("64")
    int storeConnections();

    /**
     * Octets of messages in memory, of records and of attempts together, 1 MiB to 1 TiB; what finds
     * no room waits. Bodies in transit are read in pieces of 256 KiB and not counted.
     */
    @WithDefault("67108864")
    long octetsInMemory();

    /**
     * How often the queue is looked through for what is due, 50 ms to 1 min. What this worker
     * planned itself, and what an operator wants tried again, is looked for in time anyway.
     */
    @WithDefault("10s")
    Duration queueRunInterval();

    /**
     * Messages that are read at most for one question of an operator about the whole queue, 100 to
     * 1000000: for a page of a filtered list, and for the depth of the destinations.
     */
    @WithDefault("10000")
    int surveyMessages();

    /** What is measured of destinations. */
    Metrics metrics();

    /** Measuring. */
    interface Metrics {
        /**
         * Destinations that have metrics of their own, those that most waits for, 0 to 1000; the
         * others are one.
         */
        @WithDefault("20")
        int destinations();
    }

    /**
     * How long a notification waits for attempts at other destinations of its message, so that the
     * sender gets one for all of them, 1 s to 1 h.
     */
    @WithDefault("2m")
    Duration notificationsWithin();

    /** Notifications to senders. */
    Notifications notifications();

    /**
     * Who is told what became of a message: {@code PROVEN}, those who signed in or of whose domain
     * SPF or DKIM proves that it is from there, or {@code ALL}, also those who may be forged.
     */
    @WithDefault("PROVEN")
    NotifiedSenders notifiedSenders();

    /** How long closed messages are kept as a journal, and the trace, 1 h to 10 years. */
    @WithDefault("30d")
    Duration journal();

    /** Signatures on mail for other hosts. */
    Dkim dkim();

    /** The plan for other hosts. */
    Retry retry();

    /** The plan for mailboxes of ours. */
    LocalRetry localRetry();

    /** Signs of life among workers. */
    Heartbeat heartbeat();

    /** Calls to mailbox-api. */
    Calls calls();

    /** The ledger. */
    Ledger ledger();

    /** How the worker stops. */
    Stop stop();

    /** When what was deferred is tried again. */
    interface Retry {
        /** Delay after the first attempt, 1 s to 1 d. */
        @WithDefault("1m")
        Duration first();

        /** Delays double up to this, 1 s to 1 d. */
        @WithDefault("4h")
        Duration longest();

        /** Part by which chance changes a delay, 0 to 0.9. */
        @WithDefault("0.1")
        double jitter();

        /** Age at which the sender is told of the delay, 1 s to 30 d. */
        @WithDefault("4h")
        Duration noticeAfter();

        /** Age from which a failed attempt is the last, 1 s to 30 d. */
        @WithDefault("5d")
        Duration lifetime();
    }

    /** The same for mailboxes of ours; notice and lifetime are those of {@link Retry}. */
    interface LocalRetry {
        /** Delay after the first attempt, 1 s to 1 d. */
        @WithDefault("5s")
        Duration first();

        /** Delays double up to this, 1 s to 1 d. */
        @WithDefault("1h")
        Duration longest();
    }

    /** Signs of life among workers. */
    interface Heartbeat {
        /** How often one is given, 100 ms to 1 min. */
        @WithDefault("10s")
        Duration interval();

        /** How long a worker may give none before it has lost its claims, 1 s to 1 h. */
        @WithDefault("1m")
        Duration timeout();
    }

    /** Calls to mailbox-api. */
    interface Calls {
        /** How long a call may take, 1 s to 10 min. */
        @WithDefault("30s")
        Duration deadline();

        /** How long a pod that is away is asked again before a message waits, 0 s to 1 min. */
        @WithDefault("10s")
        Duration retryFor();

        /** When a pod is not asked for a while. */
        Breaker breaker();
    }

    /** How the worker stops. */
    interface Stop {
        /**
         * How long records and dialogues in hand are waited for, 0 s to 1 h; new ones are not begun
         * meanwhile. A dialogue cut behind the end of data may be sent twice.
         */
        @WithDefault("30s")
        Duration grace();
    }

    /** When a pod of mailbox-api is not asked for a while: its mail waits in the queue then. */
    interface Breaker {
        /** So many calls in a row that were not answered, or that wait together, 1 to 1000. */
        @WithDefault("5")
        int failures();

        /** How long those that wait together go without any answer, 100 ms to 1 min. */
        @WithDefault("5s")
        Duration stall();

        /** How often the pod is tried meanwhile, 100 ms to 1 min. */
        @WithDefault("2s")
        Duration tryEvery();
    }

    /** The ledger. */
    interface Ledger {
        /** How old a record is before its end is looked for in the trace, 1 s to 1 h. */
        @WithDefault("10s")
        Duration settle();

        /**
         * How old a record is before queue and account logs are asked for what the trace does not
         * show, 1 s to 1 h.
         */
        @WithDefault("1m")
        Duration repairAfter();

        /** How often the log is cut below what worker and ledger have read, 1 s to 1 d. */
        @WithDefault("1m")
        Duration trim();

        /** Records without an end that are remembered before reading pauses, 1 to 1000000. */
        @WithDefault("10000")
        int remembered();

        /** Octets of those records, without their bodies, before reading pauses, 1 MiB to 1 GiB. */
        @WithDefault("16777216")
        long rememberedOctets();

        /** Age from which a transit body that nothing names is dropped, 1 h to 30 d. */
        @WithDefault("1d")
        Duration sweepAfter();

        /** How often such bodies are looked for, 1 s to 1 d. */
        @WithDefault("10m")
        Duration sweepEvery();
    }

    /** Notifications to senders. */
    interface Notifications {
        /**
         * Language of the text for people where the message does not say what its sender reads or
         * writes (Accept-Language, Content-Language): {@code en}, {@code de} or {@code both}.
         */
        @WithDefault("both")
        NotificationLanguages.Choice language();

        /**
         * The same for single domains of senders, with commas: {@code
         * example.de=de,example.org=both}.
         */
        Optional<List<String>> languages();
    }

    /** Signatures on mail for other hosts (RFC 6376). */
    interface Dkim {
        /** Whether mail is signed by the domain in From, when that is ours. */
        @WithDefault("true")
        boolean sign();

        /** Domains whose keys are kept in memory, 1 to 1000000. */
        @WithDefault("1000")
        int domains();

        /** How long their keys are used without asking mailbox-api again, 1 s to 1 day. */
        @WithDefault("5m")
        Duration keysFresh();

        /** How long they are used when mailbox-api does not answer, 1 s to 7 days. */
        @WithDefault("1h")
        Duration keysLongest();

        /**
         * Messages whose signatures are remembered, for other destinations and attempts, 1 to
         * 1000000; each takes about 2 KB.
         */
        @WithDefault("1000")
        int signatures();
    }
}
