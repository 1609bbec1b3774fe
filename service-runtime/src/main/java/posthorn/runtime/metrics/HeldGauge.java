package posthorn.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * What a service holds on behalf of clients, messages or accounts, as {@code
 * posthorn_held{service,thing}}. Each of these is zero when nobody is connected and nothing is
 * under way; one that stays above it is a leak.
 */
public final class HeldGauge {
    /** Name of the metric. */
    public static final String NAME = "posthorn.held";

    private HeldGauge() {}

    /**
     * Registers a gauge. It keeps what it asks alive.
     *
     * @param service name of the module, as in {@code smtp-ingress}
     * @param thing what is held, as in {@code sessions} or {@code body_octets}
     * @param count how much; asked on any thread, must not wait
     */
    public static void register(
            MeterRegistry metrics, String service, String thing, Supplier<Number> count) {
        Gauge.builder(NAME, count)
                .description("What is held for others and has to be given back")
                .tag("service", service)
                .tag("thing", thing)
                .strongReference(true)
                .register(metrics);
    }
}
