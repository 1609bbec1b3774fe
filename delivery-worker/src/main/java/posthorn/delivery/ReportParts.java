package posthorn.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import posthorn.delivery.api.MailboxApiDelivery;
import posthorn.delivery.api.TransitBodyStreams;
import posthorn.delivery.https.HttpsAnswer;
import posthorn.delivery.https.HttpsClient;
import posthorn.delivery.kafka.KafkaAcceptedLog;
import posthorn.delivery.mongo.MongoReceivedReports;
import posthorn.delivery.mongo.MongoReportCounts;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.relay.RelaySettings;
import posthorn.delivery.reports.DmarcResults;
import posthorn.delivery.reports.ReportIntake;
import posthorn.delivery.reports.ReportKind;
import posthorn.delivery.reports.ReportReader;
import posthorn.delivery.reports.ReportSender;
import posthorn.delivery.reports.ReportSettings;
import posthorn.delivery.reports.ResultCounter;
import posthorn.delivery.reports.TlsResults;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;

/** The parts that make and read reports between domains, put together from settings. */
@Singleton
public final class ReportParts {

    private static final String PREFIX = "posthorn.delivery-worker.reports.";

    /** Refuses what is out of bounds, with its full key. */
    static void check(ReportSettings settings) {
        within("delay", settings.delay(), Duration.ofSeconds(1), Duration.ofHours(12));
        within("interval", settings.interval(), Duration.ofSeconds(1), Duration.ofHours(1));
        BadSetting.unlessWithin(PREFIX + "rows", settings.rows(), 1, 1_000_000);
        BadSetting.unlessWithin(PREFIX + "rows-per-report", settings.rowsPerReport(), 1, 100_000);
        BadSetting.unlessWithin(
                PREFIX + "reports-at-a-time", settings.reportsAtATime(), 1, 100_000);
        settings.from()
                .ifPresent(from -> {
                    if (AddressKey.parse(from).isEmpty()) {
                        throw new BadSetting(
                                PREFIX + "from", "is '" + from + "', which is no address");
                    }
                });
        settings.organization()
                .ifPresent(name -> {
                    if (AddressKey.domainKey(name).isEmpty()) {
                        throw new BadSetting(
                                PREFIX + "organization",
                                "is '" + name + "', which is no domain name");
                    }
                });
        ReportSettings.Received received = settings.received();
        BadSetting.unlessWithin(
                PREFIX + "received.most-octets", received.mostOctets(), 10_000, 100_000_000);
        BadSetting.unlessWithin(
                PREFIX + "received.most-unpacked", received.mostUnpacked(), 10_000, 1_000_000_000);
        BadSetting.unlessWithin(PREFIX + "received.rows", received.rows(), 1, 10_000);
        within("received.keep", received.keep(), Duration.ofDays(1), Duration.ofDays(3653));
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }

    @Produces
    @Singleton
    static MongoReportCounts counts(QueueDatabase database) {
        return database.reportCounts();
    }

    @Produces
    @Singleton
    static MongoReceivedReports received(QueueDatabase database) {
        return database.receivedReports();
    }

    @Produces
    @Singleton
    static ResultCounter counter(
            MongoReportCounts counts, ReportSettings settings, MeterRegistry meters) {
        check(settings);
        Counter dropped =
                Counter.builder("posthorn.reports.uncounted")
                        .description("Results that are missing in reports to other domains")
                        .register(meters);
        ResultCounter counter =
                new ResultCounter(counts, Clock.systemUTC(), settings.rows(), dropped::increment);
        Gauge.builder("posthorn.reports.rows", counter, ResultCounter::rows)
                .description("Rows for reports to other domains that are not in the store yet")
                .register(meters);
        return counter;
    }

    @Produces
    @Singleton
    static TlsResults tls(ResultCounter counter) {
        return new TlsResults(counter);
    }

    @Produces
    @Singleton
    static DmarcResults dmarc(ResultCounter counter) {
        return new DmarcResults(counter);
    }

    @Produces
    @Singleton
    static ReportSender sender(
            MongoReportCounts counts,
            DnsClient dns,
            KafkaAcceptedLog log,
            HttpsClient https,
            ReportSettings settings,
            RelaySettings relay,
            Hostname hostname) {
        List<ReportKind> kinds = new ArrayList<>();
        if (settings.tls()) {
            kinds.add(ReportKind.TLS);
        }
        if (settings.dmarc()) {
            kinds.add(ReportKind.DMARC);
        }
        String host = hostname.name().toLowerCase(Locale.ROOT);
        return new ReportSender(
                counts,
                dns.within(relay.timeouts().dns()),
                log,
                (uri, type, body) -> taken(https.post(uri, type, body)),
                new ReportSender.Options(
                        kinds,
                        settings.organization().orElse(host),
                        settings.from().orElse("postmaster@" + host),
                        host,
                        settings.delay(),
                        settings.rowsPerReport(),
                        settings.reportsAtATime()),
                Clock.systemUTC());
    }

    /** A host that refuses for good is not asked again. */
    private static boolean taken(HttpsAnswer answer) {
        return answer instanceof HttpsAnswer.Answered(int status, String _, String _)
                && status < 500;
    }

    @Produces
    @Singleton
    static ReportIntake intake(
            MailboxApiDelivery mailboxes,
            TransitBodyStreams bodies,
            MongoReceivedReports reports,
            ReportSettings settings) {
        ReportSettings.Received received = settings.received();
        Set<String> localParts =
                received.localParts().orElse(List.of()).stream()
                        .map(each -> AddressKey.parse(each.strip() + "@example.org"))
                        .flatMap(Optional::stream)
                        .map(AddressKey::local)
                        .collect(Collectors.toSet());
        return new ReportIntake(
                mailboxes,
                bodies,
                reports,
                new ReportReader(received.mostUnpacked(), received.rows()),
                localParts,
                received.mostOctets(),
                Clock.systemUTC());
    }
}
