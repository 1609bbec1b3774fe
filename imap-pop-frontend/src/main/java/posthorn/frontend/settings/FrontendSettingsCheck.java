package posthorn.frontend.settings;

import java.time.Duration;
import java.util.List;
import posthorn.runtime.net.Networks;
import posthorn.runtime.net.ProxyProtocol;
import posthorn.runtime.net.ProxySettings;
import posthorn.runtime.settings.BadSetting;

/** The bounds of {@link FrontendSettings}. */
public final class FrontendSettingsCheck {

    private static final String PREFIX = "posthorn.imap-pop-frontend.";
    private static final int MOST_PORT = 65_535;
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private FrontendSettingsCheck() {}

    /** Refuses what is out of bounds, with its full key. */
    public static void check(FrontendSettings.Imap imap) {
        within("imap.port", imap.port(), -1, MOST_PORT);
        within("imap.tls-port", imap.tlsPort(), -1, MOST_PORT);
        within("imap.connections", imap.connections(), 1, MOST_CONNECTIONS);
        within("imap.connections-per-client", imap.connectionsPerClient(), 1, MOST_CONNECTIONS);
        within("imap.line", imap.line(), 1024, 1 << 20);
        within("imap.command", imap.command(), 4096, 1 << 24);
        within("imap.message", imap.message(), 1024, Integer.MAX_VALUE);
        within("imap.sign-in-timeout", imap.signInTimeout(), SECOND, HOUR);
        within("imap.sign-in-deadline", imap.signInDeadline(), SECOND, HOUR);
        within("imap.idle-timeout", imap.idleTimeout(), SECOND, DAY);
        within("imap.input-memory", imap.inputMemory(), 1 << 20, 1L << 40);
        within(
                "imap.input-memory-per-client",
                imap.inputMemoryPerClient(),
                imap.command(),
                1L << 40);
        within("imap.append-rate", imap.appendRate(), 1, 1_000_000);
        within("imap.append-timeout", imap.appendTimeout(), SECOND, HOUR);
        within("imap.search-keys", imap.searchKeys(), 10, 100_000);
        within("imap.sign-in-attempts", imap.signInAttempts(), 1, 100);
    }

    /** Refuses what is out of bounds, with its full key. */
    public static void check(FrontendSettings.Pop3 pop3) {
        within("pop3.port", pop3.port(), -1, MOST_PORT);
        within("pop3.tls-port", pop3.tlsPort(), -1, MOST_PORT);
        within("pop3.connections", pop3.connections(), 1, MOST_CONNECTIONS);
        within("pop3.connections-per-client", pop3.connectionsPerClient(), 1, MOST_CONNECTIONS);
        within("pop3.sign-in-attempts", pop3.signInAttempts(), 1, 100);
        within("pop3.sign-in-timeout", pop3.signInTimeout(), SECOND, HOUR);
        within("pop3.sign-in-deadline", pop3.signInDeadline(), SECOND, HOUR);
        within("pop3.idle-timeout", pop3.idleTimeout(), SECOND, DAY);
        within("pop3.lock-renewal", pop3.lockRenewal(), SECOND, Duration.ofMinutes(10));
    }

    /** Refuses what is out of bounds, with its full key. */
    public static void check(FrontendSettings.Store store) {
        Duration minutes = Duration.ofMinutes(5);
        within("store.call-timeout", store.callTimeout(), TENTH, minutes);
        within("store.retry-timeout", store.retryTimeout(), Duration.ZERO, minutes);
        within("store.search-timeout", store.searchTimeout(), SECOND, minutes.multipliedBy(2));
        within("store.sign-in-timeout", store.signInTimeout(), SECOND, minutes.multipliedBy(2));
        within("store.own-changes-timeout", store.ownChangesTimeout(), TENTH, minutes);
        within("store.sessions-per-account", store.sessionsPerAccount(), 1, 100_000);
        within("store.kept-append", store.keptAppend(), 0, 16_777_216);
        within("store.append-memory", store.appendMemory(), 1 << 20, 1L << 40);
        within(
                "store.append-memory-per-account",
                store.appendMemoryPerAccount(),
                1 << 19,
                1L << 40);
        within("store.kept-messages", store.keptMessages(), 0, 100_000_000);
        within("store.read-ahead", store.readAhead(), 0, 1L << 40);
    }

    /** Refuses what is out of bounds, with its full key. */
    public static void check(FrontendSettings.Stop stop) {
        within("stop.grace", stop.grace(), Duration.ZERO, HOUR);
        within("stop.spread", stop.spread(), Duration.ZERO, HOUR);
    }

    /** Whom the peers of the port {@code imap} may speak for. */
    public static ProxyProtocol imap(FrontendSettings.Proxy proxy) {
        return ProxySettings.check(PREFIX + "proxy.imap.", proxy.imap());
    }

    /** Whom the peers of the port {@code imaps} may speak for. */
    public static ProxyProtocol imaps(FrontendSettings.Proxy proxy) {
        return ProxySettings.check(PREFIX + "proxy.imaps.", proxy.imaps());
    }

    /** Whom the peers of the port {@code pop3} may speak for. */
    public static ProxyProtocol pop3(FrontendSettings.Proxy proxy) {
        return ProxySettings.check(PREFIX + "proxy.pop3.", proxy.pop3());
    }

    /** Whom the peers of the port {@code pop3s} may speak for. */
    public static ProxyProtocol pop3s(FrontendSettings.Proxy proxy) {
        return ProxySettings.check(PREFIX + "proxy.pop3s.", proxy.pop3s());
    }

    /** Refuses what is out of bounds, with its full key. */
    public static void check(FrontendSettings.Proxy proxy) {
        imap(proxy);
        imaps(proxy);
        pop3(proxy);
        pop3s(proxy);
    }

    /** The networks whose clients may sign in without TLS; refuses what is none. */
    public static Networks plainSignInNetworks(FrontendSettings settings) {
        return Networks.parse(
                PREFIX + "plain-sign-in-networks",
                settings.plainSignInNetworks().orElse(List.of()));
    }

    private static void within(String key, long value, long least, long most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }
}
