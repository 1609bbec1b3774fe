package posthorn.mailbox;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import posthorn.mailbox.ldap.LdapDirectory;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.settings.BadSetting;

/** The bounds of the settings, as their texts name them. */
final class SettingsCheck {

    private static final String PREFIX = "posthorn.mailbox-api.";
    private static final long MB = 1_000_000;
    private static final Pattern TLSA =
            Pattern.compile("[0-3] [01] [012] (?:[0-9a-fA-F]{2}){1,2048}");

    private SettingsCheck() {}

    static void check(MailboxSettings settings) {
        number("store.connections", settings.store().connections(), 4, 10_000);
        number("store.inserts-at-once", settings.store().insertsAtOnce(), 1, 64);
        number("store.inserts-alone-at-once", settings.store().insertsAloneAtOnce(), 1, 1_000);
        number("store.inserts-waiting", settings.store().insertsWaiting(), 100, 1_000_000);
        number("store.kept-octets", settings.store().keptOctets(), 0, 1L << 30);
        accountCache(settings.accountCache());
        history(settings);
        watch(settings.watch());
        signIn(settings.signIn());
        LdapDirectory.check(settings.ldap());
        access(settings.access());
        account(settings.account());
        number("vacation.replies-per-hour", settings.vacation().repliesPerHour(), 1, 100_000);
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
        addresses(settings.addresses());
        search(settings.search());
        dkim(settings.dkim());
        dns(settings.dns());
        time("stop.grace", settings.stop().grace(), Duration.ZERO, Duration.ofMinutes(10));
    }

    private static void history(MailboxSettings settings) {
        time("history.keep", settings.history().keep(), Duration.ofHours(1), Duration.ofDays(3653));
        time(
                "history.sweep-interval",
                settings.history().sweepInterval(),
                Duration.ofSeconds(1),
                Duration.ofDays(30));
        number(
                "restore.uid-validity-from",
                settings.restore().uidValidityFrom(),
                0,
                4_000_000_000L);
    }

    private static void account(MailboxSettings.Account account) {
        number("account.quota", account.quota(), 0, Long.MAX_VALUE);
        number("account.quota-messages", account.quotaMessages(), 0, Long.MAX_VALUE);
        number("account.warnings-at-once", account.warningsAtOnce(), 1, 10_000);
        number("account.mailboxes", account.mailboxes(), 10, 100_000);
        number("account.subscriptions", account.subscriptions(), 10, 1_000_000);
    }

    private static void dkim(MailboxSettings.Dkim dkim) {
        Duration longest = Duration.ofDays(90);
        time("dkim.publish-for", dkim.publishFor(), Duration.ofSeconds(1), longest);
        time("dkim.retire-for", dkim.retireFor(), Duration.ofSeconds(1), longest);
        number("dkim.waiting", dkim.waiting(), 1, 10_000);
    }

    private static void dns(MailboxSettings.Dns dns) {
        time("dns.ttl", dns.ttl(), Duration.ofMinutes(1), Duration.ofDays(7));
        for (String tlsa : dns.tlsa().orElse(List.of())) {
            if (!TLSA.matcher(tlsa.strip()).matches()) {
                throw new BadSetting(
                        PREFIX + "dns.tlsa",
                        "has '" + tlsa.strip() + "', has to be like 3 1 1 and hexadecimal digits");
            }
        }
        dns.reports()
                .ifPresent(local -> {
                    if (AddressKey.parse(local + "@example.org").isEmpty()) {
                        throw new BadSetting(
                                PREFIX + "dns.reports",
                                "is '" + local + "', which is no local part");
                    }
                });
        if (!dns.spf().startsWith("v=spf1")) {
            throw new BadSetting(PREFIX + "dns.spf", "has to begin with v=spf1 (RFC 7208)");
        }
    }

    private static void addresses(AddressSettings addresses) {
        number("addresses.most-members", addresses.mostMembers(), 1, 10_000);
        number("addresses.most-targets", addresses.mostTargets(), 1, 100_000);
        number("addresses.depth", addresses.depth(), 1, 100);
        time(
                "addresses.returns-valid",
                addresses.returnsValid(),
                Duration.ofDays(1),
                Duration.ofDays(365));
        AddressSettings.Gateways gateways = addresses.gateways();
        time(
                "addresses.gateways.within",
                gateways.within(),
                Duration.ofMillis(100),
                Duration.ofMinutes(5));
        number("addresses.gateways.at-once", gateways.atOnce(), 1, 10_000);
        number("addresses.gateways.remembered", gateways.remembered(), 1, 10_000_000);
        time(
                "addresses.gateways.taken-for",
                gateways.takenFor(),
                Duration.ZERO,
                Duration.ofDays(30));
        time(
                "addresses.gateways.refused-for",
                gateways.refusedFor(),
                Duration.ZERO,
                Duration.ofDays(30));
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

    private static void signIn(SignInSettings signIn) {
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
        number("sign-in.scram-iterations", signIn.scramIterations(), 4096, 1_000_000);
        number("sign-in.hashes-waiting-of-address", signIn.hashesWaitingOfAddress(), 1, 10_000);
        time(
                "sign-in.remember-client-for",
                signIn.rememberClientFor(),
                Duration.ofHours(1),
                Duration.ofDays(366));
    }

    private static void access(AccessSettings access) {
        number("access.password.least-length", access.password().leastLength(), 1, 128);
        time(
                "access.password.old-after",
                access.password().oldAfter(),
                Duration.ZERO,
                Duration.ofDays(3653));
        number("access.second-factor.free-failures", access.secondFactor().freeFailures(), 1, 1000);
        number("access.journal.most", access.journal().most(), 10, 1000);
        time(
                "access.journal.keep",
                access.journal().keep(),
                Duration.ofHours(1),
                Duration.ofDays(3653));
        number("access.journal.writing", access.journal().writing(), 10, 100_000);
    }

    private static void number(String key, long value, long least, long most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }

    private static void time(String key, Duration value, Duration least, Duration most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }
}
