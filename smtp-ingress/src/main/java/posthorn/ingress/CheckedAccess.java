package posthorn.ingress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import posthorn.ingress.access.AccessLimits;
import posthorn.ingress.blocklist.BlockList;
import posthorn.ingress.limits.LimitedEvent;
import posthorn.ingress.limits.RateLimit;
import posthorn.ingress.limits.Subject;
import posthorn.protocol.dns.IpNetwork;
import posthorn.runtime.settings.BadSetting;

/** The settings of who may come in and how often, as the checks want them. */
public final class CheckedAccess {
    private static final String LIMITS = "posthorn.smtp-ingress.limits.";
    private static final String LISTS = "posthorn.smtp-ingress.blocklist.";
    private static final String GREYLIST = "posthorn.smtp-ingress.greylist.";
    private static final long MOST = 1_000_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private CheckedAccess() {}

    /** How often clients may do what they do. */
    public static AccessLimits limits(AccessSettings.Limits settings) {
        Duration connections = settings.connectionsWindow();
        Duration messages = settings.messagesWindow();
        return new AccessLimits(
                new RateLimit(
                        LimitedEvent.CONNECTION, settings.connectionsPerClient(), connections),
                new RateLimit(
                        LimitedEvent.CONNECTION, settings.connectionsPerNetwork(), connections),
                new RateLimit(LimitedEvent.MESSAGE, settings.messagesPerClient(), messages),
                new RateLimit(LimitedEvent.MESSAGE, settings.messagesPerNetwork(), messages),
                new RateLimit(
                        LimitedEvent.RECEIVED_MESSAGE, settings.messagesPerRecipient(), messages),
                List.of(
                        new RateLimit(
                                LimitedEvent.SUBMITTED_MESSAGE,
                                settings.accountMessagesPerHour(),
                                HOUR),
                        new RateLimit(
                                LimitedEvent.SUBMITTED_MESSAGE,
                                settings.accountMessagesPerDay(),
                                DAY)),
                List.of(
                        new RateLimit(
                                LimitedEvent.SUBMITTED_RECIPIENT,
                                settings.accountRecipientsPerHour(),
                                HOUR),
                        new RateLimit(
                                LimitedEvent.SUBMITTED_RECIPIENT,
                                settings.accountRecipientsPerDay(),
                                DAY)),
                new AccessLimits.Networks(
                        settings.ipv4Network(), settings.ipv6Network(), exempt(settings)));
    }

    /** The network that an address is in, as text. */
    public static String network(AccessSettings.Limits settings, String address) {
        return Subject.network(address, settings.ipv4Network(), settings.ipv6Network()).prefix();
    }

    /** The lists to ask. */
    public static List<BlockList> lists(AccessSettings.BlockLists settings) {
        List<BlockList> lists = new ArrayList<>();
        for (String entry : settings.lists().orElse(List.of())) {
            try {
                lists.add(BlockList.parse(entry));
            } catch (IllegalArgumentException e) {
                throw new BadSetting(LISTS + "lists", String.valueOf(e.getMessage()));
            }
        }
        return lists;
    }

    /**
     * Checks every value that has bounds, those of scanners as well.
     *
     * @throws BadSetting with the key of the first that is out of them
     */
    static void check(IngressSettings settings) {
        CheckedScan.check(settings.scan());
        AccessSettings.Limits limits = settings.limits();
        count("connections-per-client", limits.connectionsPerClient());
        count("connections-per-network", limits.connectionsPerNetwork());
        count("messages-per-client", limits.messagesPerClient());
        count("messages-per-network", limits.messagesPerNetwork());
        count("messages-per-recipient", limits.messagesPerRecipient());
        count("account-messages-per-hour", limits.accountMessagesPerHour());
        count("account-messages-per-day", limits.accountMessagesPerDay());
        count("account-recipients-per-hour", limits.accountRecipientsPerHour());
        count("account-recipients-per-day", limits.accountRecipientsPerDay());
        within(LIMITS + "connections-window", limits.connectionsWindow(), SECOND, DAY);
        within(LIMITS + "messages-window", limits.messagesWindow(), SECOND, DAY);
        BadSetting.unlessWithin(LIMITS + "ipv4-network", limits.ipv4Network(), 8, 32);
        BadSetting.unlessWithin(LIMITS + "ipv6-network", limits.ipv6Network(), 16, 64);
        BadSetting.unlessWithin(LIMITS + "remembered", limits.remembered(), 1000, 10_000_000);
        within(LIMITS + "report-interval", limits.reportInterval(), Duration.ofMillis(10), MINUTE);
        exempt(limits);
        lists(settings.blocklist());
        BadSetting.unlessWithin(LISTS + "threshold", settings.blocklist().threshold(), 1, 1000);
        within(
                LISTS + "time-limit",
                settings.blocklist().timeLimit(),
                Duration.ofMillis(100),
                MINUTE);
        AccessSettings.Greylist greylist = settings.greylist();
        within(GREYLIST + "delay", greylist.delay(), SECOND, HOUR);
        within(GREYLIST + "retry-window", greylist.retryWindow(), HOUR, DAY.multipliedBy(7));
        within(GREYLIST + "keep", greylist.keep(), DAY, DAY.multipliedBy(366));
        BadSetting.unlessWithin(GREYLIST + "known-after", greylist.knownAfter(), 1, 1000);
    }

    private static List<IpNetwork> exempt(AccessSettings.Limits settings) {
        List<IpNetwork> networks = new ArrayList<>();
        for (String network : settings.exemptNetworks().orElse(List.of())) {
            try {
                networks.add(IpNetwork.parse(network.strip()));
            } catch (IllegalArgumentException e) {
                throw new BadSetting(
                        LIMITS + "exempt-networks",
                        "'" + network + "' is no network, as in 192.0.2.0/24");
            }
        }
        return networks;
    }

    private static void count(String key, long value) {
        BadSetting.unlessWithin(LIMITS + key, value, 0, MOST);
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        BadSetting.unlessWithin(key, value, least, most);
    }
}
