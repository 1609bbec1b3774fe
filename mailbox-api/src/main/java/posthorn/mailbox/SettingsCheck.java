package posthorn.mailbox;

import java.time.Duration;
import posthorn.runtime.settings.BadSetting;

/** The bounds of the settings, as their texts name them. */
final class SettingsCheck {

    private static final String PREFIX = "posthorn.mailbox-api.";
    private static final long MB = 1_000_000;

    private SettingsCheck() {}

    static void check(MailboxSettings settings) {
        number("store.connections", settings.store().connections(), 4, 10_000);
        number("store.inserts-at-once", settings.store().insertsAtOnce(), 1, 64);
        number("store.inserts-alone-at-once", settings.store().insertsAloneAtOnce(), 1, 1_000);
        number("store.inserts-waiting", settings.store().insertsWaiting(), 100, 1_000_000);
        number("store.kept-octets", settings.store().keptOctets(), 0, 1L << 30);
        accountCache(settings.accountCache());
        time("history.keep", settings.history().keep(), Duration.ofHours(1), Duration.ofDays(3653));
        time(
                "history.sweep-interval",
                settings.history().sweepInterval(),
                Duration.ofSeconds(1),
                Duration.ofDays(30));
        watch(settings.watch());
        signIn(settings.signIn());
        number("account.quota", settings.account().quota(), 0, Long.MAX_VALUE);
        number("account.mailboxes", settings.account().mailboxes(), 10, 100_000);
        number("account.subscriptions", settings.account().subscriptions(), 10, 1_000_000);
        number("message.most-octets", settings.message().mostOctets(), 65_536, 1L << 30);
        number(
                "message.octets-in-memory",
                settings.message().octetsInMemory(),
                16 * MB,
                64_000 * MB);
        time(
                "message.room-wait",
                settings.message().roomWait(),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5));
        number("upload.at-once", settings.upload().atOnce(), 8, 100_000);
        number("upload.at-once-of-owner", settings.upload().atOnceOfOwner(), 1, 10_000);
        search(settings.search());
        dkim(settings.dkim());
        dns(settings.dns());
        time("stop.grace", settings.stop().grace(), Duration.ZERO, Duration.ofMinutes(10));
    }

    private static void dkim(MailboxSettings.Dkim dkim) {
        Duration longest = Duration.ofDays(90);
        time("dkim.publish-for", dkim.publishFor(), Duration.ofSeconds(1), longest);
        time("dkim.retire-for", dkim.retireFor(), Duration.ofSeconds(1), longest);
        number("dkim.waiting", dkim.waiting(), 1, 10_000);
    }

    private static void dns(MailboxSettings.Dns dns) {
        time("dns.ttl", dns.ttl(), Duration.ofMinutes(1), Duration.ofDays(7));
        number("dns.submissions-port", dns.submissionsPort(), 0, 65_535);
        number("dns.submission-port", dns.submissionPort(), 0, 65_535);
        number("dns.imaps-port", dns.imapsPort(), 0, 65_535);
        number("dns.imap-port", dns.imapPort(), 0, 65_535);
        number("dns.pop3s-port", dns.pop3sPort(), 0, 65_535);
        number("dns.pop3-port", dns.pop3Port(), 0, 65_535);
        if (!dns.spf().startsWith("v=spf1")) {
            throw new BadSetting(PREFIX + "dns.spf", "has to begin with v=spf1 (RFC 7208)");
        }
    }

    private static void search(MailboxSettings.Search search) {
        number("search.longest-term", search.longestTerm(), 16, 100_000);
        number("search.most-keys", search.mostKeys(), 10, 100_000);
        number("search.most-texts", search.mostTexts(), 1, 100_000);
        number("search.at-once", search.atOnce(), 1, 10_000);
        number("search.at-once-of-account", search.atOnceOfAccount(), 1, 1000);
        time("search.longest", search.longest(), Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    private static void accountCache(MailboxSettings.AccountCache cache) {
        number("account-cache.accounts", cache.accounts(), 10, 1_000_000);
        number("account-cache.octets", cache.octets(), MB, MB * MB);
        number("account-cache.facts-octets", cache.factsOctets(), 0, MB * MB);
        number("account-cache.segment-octets", cache.segmentOctets(), MB, MB * MB);
        number("account-cache.commands-waiting", cache.commandsWaiting(), 10, 100_000);
        number("account-cache.checkpoint-entries", cache.checkpointEntries(), 10, 100_000);
    }

    private static void watch(MailboxSettings.Watch watch) {
        number("watch.buffer", watch.buffer(), 8, 100_000);
        time(
                "watch.compare-interval",
                watch.compareInterval(),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        number("watch.comparisons-at-once", watch.comparisonsAtOnce(), 1, 1_000);
        time("watch.gather", watch.gather(), Duration.ZERO, Duration.ofSeconds(1));
    }

    private static void signIn(MailboxSettings.SignIn signIn) {
        number("sign-in.hashes-at-once", signIn.hashesAtOnce(), 1, 256);
        number("sign-in.hashes-waiting", signIn.hashesWaiting(), 1, 100_000);
        time("sign-in.remember-for", signIn.rememberFor(), Duration.ZERO, Duration.ofHours(1));
        time(
                "sign-in.longest-delay",
                signIn.longestDelay(),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        number("sign-in.free-failures", signIn.freeFailures(), 1, 1000);
        number("sign-in.free-failures-of-login", signIn.freeFailuresOfLogin(), 1, 100_000);
        number("sign-in.free-failures-of-address", signIn.freeFailuresOfAddress(), 1, 1_000_000);
        number("sign-in.hashes-waiting-of-address", signIn.hashesWaitingOfAddress(), 1, 10_000);
        time(
                "sign-in.remember-client-for",
                signIn.rememberClientFor(),
                Duration.ofHours(1),
                Duration.ofDays(366));
    }

    private static void number(String key, long value, long least, long most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }

    private static void time(String key, Duration value, Duration least, Duration most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }
}
