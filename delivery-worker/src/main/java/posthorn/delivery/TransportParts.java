package posthorn.delivery;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import posthorn.delivery.https.HttpsClient;
import posthorn.delivery.https.HttpsPolicyFetcher;
import posthorn.delivery.mongo.MongoStsPolicies;
import posthorn.delivery.mongo.QueueDatabase;
import posthorn.delivery.mtasts.StsPolicies;
import posthorn.delivery.relay.MxRelay;
import posthorn.delivery.relay.RelaySettings;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.metrics.CacheFigures;
import posthorn.runtime.settings.Hostname;

/** The parts that decide how mail travels, put together from settings. */
@Singleton
public final class TransportParts {

    @Produces
    @Singleton
    static HttpsClient https(
            Vertx vertx, RelaySettings settings, DnsClient dns, Hostname hostname) {
        MxRelay.check(settings);
        RelaySettings.MtaSts sts = settings.tls().mtaSts();
        return new HttpsClient(
                vertx,
                dns.within(sts.within()),
                MxRelay.permitted(settings, hostname.name()),
                new HttpsClient.Options(
                        sts.port(),
                        sts.within(),
                        sts.atOnce(),
                        settings.tls().trustedCertificates()));
    }

    static void close(@Disposes HttpsClient https) {
        https.close();
    }

    @Produces
    @Singleton
    static MongoStsPolicies stored(QueueDatabase database) {
        return database.stsPolicies();
    }

    @Produces
    @Singleton
    static StsPolicies policies(
            RelaySettings settings,
            DnsClient dns,
            HttpsClient https,
            MongoStsPolicies stored,
            MeterRegistry meters) {
        RelaySettings.MtaSts sts = settings.tls().mtaSts();
        StsPolicies policies =
                new StsPolicies(
                        dns.within(settings.timeouts().dns()),
                        new HttpsPolicyFetcher(https),
                        stored,
                        new StsPolicies.Limits(sts.remembered(), sts.lookAgain()),
                        InstantSource.system(),
                        Ticker.systemTicker());
        CacheFigures.register(meters, "mta_sts_policies", policies.figures());
        return policies;
    }
}
