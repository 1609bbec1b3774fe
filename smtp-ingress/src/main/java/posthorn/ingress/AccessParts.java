package posthorn.ingress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import posthorn.ingress.access.AccessAlarms;
import posthorn.ingress.access.AccessChecks;
import posthorn.ingress.api.GrpcGreylist;
import posthorn.ingress.api.GrpcLimitReports;
import posthorn.ingress.blocklist.BlockLists;
import posthorn.ingress.greylist.Greylisting;
import posthorn.ingress.limits.RateLimits;
import posthorn.ingress.scan.Scanner;
import posthorn.ingress.scan.Scanners;
import posthorn.ingress.session.AccessPolicy;
import posthorn.ingress.session.ContentScanner;
import posthorn.runtime.api.MailboxApi;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.metrics.HeldGauge;

/**
 * Makes what decides who and what comes in as the settings say: limits, lists, greylisting,
 * scanners.
 */
final class AccessParts {
    private static final String SERVICE = "smtp-ingress";

    private AccessParts() {}

    @Produces
    @Singleton
    static AccessPolicy access(
            CheckedSettings checked, MailboxApi api, DnsClient dns, MeterRegistry metrics) {
        IngressSettings settings = checked.get();
        GrpcLimitReports reports =
                new GrpcLimitReports(
                        api::any,
                        settings.directoryTimeout(),
                        settings.limits().reportInterval(),
                        metrics);
        AtomicReference<@Nullable RateLimits> counted = new AtomicReference<>();
        RateLimits rates =
                new RateLimits(
                        settings.limits().remembered(),
                        InstantSource.system(),
                        () -> {
                            RateLimits made = counted.get();
                            if (made != null) {
                                reports.wake(made);
                            }
                        });
        counted.set(rates);
        Gauge.builder("posthorn.limits.subjects", rates, RateLimits::subjects)
                .description("Clients, networks and accounts that limits remember")
                .register(metrics);
        return new AccessChecks(
                CheckedAccess.limits(settings.limits()),
                rates,
                lists(settings.blocklist(), dns, metrics),
                greylisting(settings, api));
    }

    private static BlockLists lists(
            AccessSettings.BlockLists settings, DnsClient dns, MeterRegistry metrics) {
        return new BlockLists(
                () -> dns.within(settings.timeLimit()),
                CheckedAccess.lists(settings),
                settings.threshold(),
                AccessAlarms.lists(metrics));
    }

    private static Greylisting greylisting(IngressSettings settings, MailboxApi api) {
        AccessSettings.Greylist greylist = settings.greylist();
        return greylist.enabled()
                ? new Greylisting(
                        new GrpcGreylist(
                                api::any,
                                settings.directoryTimeout(),
                                new GrpcGreylist.Times(
                                        greylist.delay(),
                                        greylist.retryWindow(),
                                        greylist.keep(),
                                        greylist.knownAfter())),
                        task -> Thread.ofVirtual().name("greylist").start(task))
                : Greylisting.off();
    }

    @Produces
    @Singleton
    static ContentScanner scanner(CheckedSettings checked, MeterRegistry metrics) {
        ScanSettings settings = checked.get().scan();
        List<Scanner> set = CheckedScan.scanners(settings);
        if (set.isEmpty()) {
            return ContentScanner.none();
        }
        Scanners scanners =
                new Scanners(set, CheckedScan.policy(settings), AccessAlarms.scanners(metrics));
        HeldGauge.register(metrics, SERVICE, "scans", scanners::underWay);
        return scanners;
    }

    static void close(@Disposes ContentScanner scanner) {
        if (scanner instanceof Scanners scanners) {
            scanners.close();
        }
    }
}
