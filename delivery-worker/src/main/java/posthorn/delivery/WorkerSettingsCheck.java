package posthorn.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import posthorn.delivery.notification.NotificationLanguages;
import posthorn.protocol.smtp.DomainName;
import posthorn.runtime.settings.BadSetting;

/** The bounds of {@link DeliveryWorkerSettings}. */
final class WorkerSettingsCheck {

    private static final String PREFIX = "posthorn.delivery-worker.";
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private static final double MOST_JITTER = 0.9;

    private WorkerSettingsCheck() {}

    /** Refuses what is out of bounds, with its full key. */
    static void check(DeliveryWorkerSettings s) {
        BadSetting.unlessWithin(PREFIX + "attempts", s.attempts(), 1, 10_000);
        BadSetting.unlessWithin(
                PREFIX + "attempts-per-destination", s.attemptsPerDestination(), 1, 1000);
        BadSetting.unlessWithin(PREFIX + "attempts-waiting", s.attemptsWaiting(), 0, 1_000_000);
        BadSetting.unlessWithin(PREFIX + "survey-messages", s.surveyMessages(), 100, 1_000_000);
        BadSetting.unlessWithin(
                PREFIX + "metrics.destinations", s.metrics().destinations(), 0, 1000);
        BadSetting.unlessWithin(PREFIX + "octets-in-memory", s.octetsInMemory(), 1 << 20, 1L << 40);
        BadSetting.unlessWithin(PREFIX + "store-connections", s.storeConnections(), 1, 1000);
        millis("queue-run-interval", s.queueRunInterval(), 50, MINUTE);
        millis("notifications-within", s.notificationsWithin(), SECOND, HOUR);
        millis("journal", s.journal(), HOUR, 3650 * DAY);
        millis("retry.first", s.retry().first(), SECOND, DAY);
        millis("retry.longest", s.retry().longest(), SECOND, DAY);
        if (!(s.retry().jitter() >= 0 && s.retry().jitter() <= MOST_JITTER)) {
            throw new BadSetting(
                    PREFIX + "retry.jitter",
                    "is " + s.retry().jitter() + ", has to be from 0 to " + MOST_JITTER);
        }
        millis("retry.notice-after", s.retry().noticeAfter(), SECOND, 30 * DAY);
        millis("retry.lifetime", s.retry().lifetime(), SECOND, 30 * DAY);
        millis("local-retry.first", s.localRetry().first(), SECOND, DAY);
        millis("local-retry.longest", s.localRetry().longest(), SECOND, DAY);
        languages(s.notifications());
        calls(s.calls());
        dkim(s.dkim());
        ledger(s.ledger());
        millis("heartbeat.interval", s.heartbeat().interval(), 100, MINUTE);
        millis("heartbeat.timeout", s.heartbeat().timeout(), SECOND, HOUR);
        if (s.heartbeat().timeout().compareTo(s.heartbeat().interval().multipliedBy(3)) < 0) {
            throw new BadSetting(
                    PREFIX + "heartbeat.timeout",
                    "has to be at least three times " + PREFIX + "heartbeat.interval");
        }
        millis("stop.grace", s.stop().grace(), 0, HOUR);
    }

    /** The languages of notifications. */
    static NotificationLanguages languages(DeliveryWorkerSettings.Notifications settings) {
        Map<String, NotificationLanguages.Choice> domains = new HashMap<>();
        for (String entry : settings.languages().orElse(List.of())) {
            String[] parts = entry.strip().split("=", 2);
            Optional<NotificationLanguages.Choice> choice =
                    parts.length == 2
                            ? NotificationLanguages.Choice.named(parts[1].strip())
                            : Optional.empty();
            Optional<String> domain = DomainName.parse(parts[0].strip()).map(DomainName::folded);
            if (choice.isEmpty() || domain.isEmpty()) {
                throw new BadSetting(
                        PREFIX + "notifications.languages",
                        "'" + entry + "' is no domain with en, de or both, as in example.org=de");
            }
            domains.put(domain.get(), choice.get());
        }
        return new NotificationLanguages(domains, settings.language());
    }

    private static void calls(DeliveryWorkerSettings.Calls calls) {
        millis("calls.deadline", calls.deadline(), SECOND, 10 * MINUTE);
        millis("calls.retry-for", calls.retryFor(), 0, MINUTE);
        BadSetting.unlessWithin(
                PREFIX + "calls.breaker.failures", calls.breaker().failures(), 1, 1000);
        millis("calls.breaker.stall", calls.breaker().stall(), 100, MINUTE);
        millis("calls.breaker.try-every", calls.breaker().tryEvery(), 100, MINUTE);
    }

    private static void dkim(DeliveryWorkerSettings.Dkim dkim) {
        BadSetting.unlessWithin(PREFIX + "dkim.domains", dkim.domains(), 1, 1_000_000);
        BadSetting.unlessWithin(PREFIX + "dkim.signatures", dkim.signatures(), 1, 1_000_000);
        millis("dkim.keys-fresh", dkim.keysFresh(), SECOND, DAY);
        millis("dkim.keys-longest", dkim.keysLongest(), SECOND, 7 * DAY);
    }

    private static void ledger(DeliveryWorkerSettings.Ledger ledger) {
        millis("ledger.settle", ledger.settle(), SECOND, HOUR);
        millis("ledger.repair-after", ledger.repairAfter(), SECOND, HOUR);
        millis("ledger.trim", ledger.trim(), SECOND, DAY);
        millis("ledger.sweep-after", ledger.sweepAfter(), HOUR, 30 * DAY);
        millis("ledger.sweep-every", ledger.sweepEvery(), SECOND, DAY);
        BadSetting.unlessWithin(
                PREFIX + "ledger.remembered-octets", ledger.rememberedOctets(), 1 << 20, 1 << 30);
        BadSetting.unlessWithin(PREFIX + "ledger.remembered", ledger.remembered(), 1, 1_000_000);
    }

    private static void millis(String key, Duration value, long least, long most) {
        BadSetting.unlessWithin(
                PREFIX + key, value, Duration.ofMillis(least), Duration.ofMillis(most));
    }
}
