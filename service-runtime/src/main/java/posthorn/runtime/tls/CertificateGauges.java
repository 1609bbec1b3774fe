package posthorn.runtime.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code posthorn.tls.certificate.not_after}: when each certificate ends, in seconds since 1970, by
 * its first name; of very many those that end first. {@code posthorn.tls.certificate.broken}: pairs
 * of files that cannot be used.
 */
final class CertificateGauges {
    private final MultiGauge notAfter;
    private final int most;
    private volatile int broken;

    CertificateGauges(MeterRegistry meters, int most) {
        this.most = most;
        this.notAfter =
                MultiGauge.builder("posthorn.tls.certificate.not_after")
                        .description("When a certificate that is shown ends")
                        .register(meters);
        Gauge.builder("posthorn.tls.certificate.broken", () -> broken)
                .description("Pairs of certificate and key that cannot be used")
                .strongReference(true)
                .register(meters);
    }

    /** Of several with one name the one that ends last counts: it is the one that is new. */
    void show(CertificateSet certificates, int nowBroken) {
        broken = nowBroken;
        Map<String, Instant> ends = new TreeMap<>();
        certificates
                .all()
                .forEach(each ->
                        ends.merge(
                                each.label(),
                                each.notAfter(),
                                (one, other) -> one.isAfter(other) ? one : other));
        notAfter.register(
                ends.entrySet().stream()
                        .sorted(Comparator.comparing(Map.Entry::getValue))
                        .limit(most)
                        .<MultiGauge.Row<?>>map(each ->
                                MultiGauge.Row.of(
                                        Tags.of("name", each.getKey()),
                                        each.getValue().getEpochSecond()))
                        .toList(),
                true);
    }
}
