package posthorn.ingress;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Groups of {@link IngressSettings}: who may come in, and how often. */
public interface AccessSettings {

    /**
     * How often clients and users may come and send, counted for all pods together in windows of
     * time; 0: as often as they like. A client is an IPv4 address, or an IPv6 network of 64 bits.
     */
    interface Limits {
        /** Connections of one client within connections-window, 0 to 1000000. */
        @WithDefault("300")
        long connectionsPerClient();

        /** Connections of one network, 0 to 1000000. */
        @WithDefault("1500")
        long connectionsPerNetwork();

        /** In whole seconds, 1 s to 1 d. */
        @WithDefault("1M")
        Duration connectionsWindow();

        /** Messages of one client that has not signed in within messages-window, 0 to 1000000. */
        @WithDefault("10000")
        long messagesPerClient();

        /** Messages of one network, those of users left out, 0 to 1000000. */
        @WithDefault("50000")
        long messagesPerNetwork();

        /** Messages that other servers bring for one account, 0 to 1000000. */
        @WithDefault("5000")
        long messagesPerRecipient();

        /** In whole seconds, 1 s to 1 d. */
        @WithDefault("1H")
        Duration messagesWindow();

        /** Messages that a user may send in an hour, 0 to 1000000. */
        @WithDefault("1000")
        long accountMessagesPerHour();

        /** Messages that a user may send in a day, 0 to 1000000. */
        @WithDefault("5000")
        long accountMessagesPerDay();

        /** Recipients that a user may write to in an hour, 0 to 1000000. */
        @WithDefault("5000")
        long accountRecipientsPerHour();

        /** Recipients that a user may write to in a day, 0 to 1000000. */
        @WithDefault("20000")
        long accountRecipientsPerDay();

        /** Bits of an IPv4 address that name a network, 8 to 32. */
        @WithName("ipv4-network")
        @WithDefault("24")
        int ipv4Network();

        /** Bits of an IPv6 address that name a network, 16 to 64. */
        @WithName("ipv6-network")
        @WithDefault("48")
        int ipv6Network();

        /**
         * Networks, with commas, whose clients are not counted, not looked up in lists and not told
         * to come again. The limits of users hold for them all the same.
         */
        @WithDefault("127.0.0.0/8,::1/128")
        Optional<List<String>> exemptNetworks();

        /** Clients, networks and accounts that a pod counts at the same time, 1000 to 10000000. */
        @WithDefault("100000")
        int remembered();

        /**
         * How long a pod waits for more before it tells the others what it has counted, 10 ms to 1
         * min. It tells them only what has grown by a tenth of a limit.
         */
        @WithDefault("1S")
        Duration reportInterval();
    }

    /**
     * Lists of clients in DNS (DNSBL, RFC 5782), asked about hosts on the port for other servers.
     */
    interface BlockLists {
        /**
         * The lists, with commas, as Postfix writes them in {@code postscreen_dnsbl_sites}: {@code
         * domain=filter*weight}, as in {@code zen.example.org=127.0.0.[2..11]*2}. Without a filter
         * each answer counts, without a weight it counts for 1; a weight below zero makes an allow
         * list. Empty: none is asked.
         */
        Optional<List<String>> lists();

        /** A client whose weights add up to this is refused, 1 to 1000. */
        @WithDefault("1")
        int threshold();

        /** How long a list may take to answer, 100 ms to 1 min; one that is late counts 0. */
        @WithDefault("3S")
        Duration timeLimit();
    }

    /** Whether hosts that nobody knows are told to come again (RFC 6647). */
    interface Greylist {
        /** Whether they are. */
        @WithDefault("false")
        boolean enabled();

        /** How long they have to wait, in whole seconds, 1 s to 1 h. */
        @WithDefault("5M")
        Duration delay();

        /** Within which time they have to come again, 1 h to 7 d. */
        @WithDefault("2D")
        Duration retryWindow();

        /** How long it is remembered who has come again, 1 d to 366 d; each message renews it. */
        @WithDefault("36D")
        Duration keep();

        /** Senders of one network that have come again make all of it known, 1 to 1000. */
        @WithDefault("5")
        int knownAfter();
    }
}
