package posthorn.delivery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import posthorn.delivery.mtasts.PolicyStore;
import posthorn.delivery.reports.ReceivedReports;
import posthorn.delivery.reports.ReportSender;
import posthorn.delivery.reports.ReportSettings;
import posthorn.delivery.reports.ResultCounter;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.dns.DnsValidation;
import posthorn.runtime.settings.PosthornSettings;

/** What is done at the start, and now and then, about the way of mail and the reports on it. */
@Singleton
public final class TransportTasks {

    private final DnsClient dns;
    private final PosthornSettings common;
    private final PolicyStore policies;
    private final ResultCounter counter;
    private final ReportSender sender;
    private final ReceivedReports received;
    private final ReportSettings settings;

    @Inject
    TransportTasks(
            DnsClient dns,
            PosthornSettings common,
            PolicyStore policies,
            ResultCounter counter,
            ReportSender sender,
            ReceivedReports received,
            ReportSettings settings) {
        this.dns = dns;
        this.common = common;
        this.policies = policies;
        this.counter = counter;
        this.sender = sender;
        this.received = received;
        this.settings = settings;
    }

    /** Refuses name servers that do not validate although a setting says so. */
    void check() {
        DnsValidation.check(dns, common.dns());
    }

    /** How often {@link #report} is called. */
    Duration interval() {
        return settings.interval();
    }

    /** Adds what was counted to the store, and sends the reports that are due. */
    void report(BooleanSupplier stopping) {
        counter.flush();
        sender.send(stopping);
    }

    /** Forgets policies that do not count any more, and reports of others that are old. */
    void expire(long now) {
        policies.expire(now);
        received.expire(now - settings.received().keep().toMillis());
    }
}
