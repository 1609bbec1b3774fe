package posthorn.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * What a service holds on behalf of clients, messages or accounts, as {@code
 * posthorn_held{service,thing}}. Each of these is zero when nobody is connected and nothing is
 * under way; one that stays above it is a leak. What may be held at most, where there is one limit
 * for all, is {@code posthorn_held_limit{service,thing}}.
 */
public final class HeldGauge {
    /** Name of the metric. */
    public static final String NAME = "posthorn.held";

    private static final String LIMIT = "posthorn.held.limit";

    private HeldGauge() {}

    /**
     * Registers a gauge of something without a limit of its own. It keeps what it asks alive.
     *
     * @param service name of the module, as in {@code smtp-ingress}
     * @param thing what is held, as in {@code sessions} or {@code body_octets}
     * @param count how much; asked on any thread, must not wait
     */
    public static void register(
            MeterRegistry metrics, String service, String thing, Supplier<Number> count) {
        gauge(NAME, "What is held for others and has to be given back", count)
                .tag("service", service)
                .tag("thing", thing)
                .register(metrics);
    }

    /**
     * The same, with how much may be held.
     *
     * @param limit in the unit of {@code count}
     */
    public static void register(
            MeterRegistry metrics,
            String service,
            String thing,
            Supplier<Number> count,
            long limit) {
        register(metrics, service, thing, count);
        gauge(LIMIT, "How much of it may be held", () -> limit)
                .tag("service", service)
                .tag("thing", thing)
                .register(metrics);
    }

    private static Gauge.Builder<Supplier<Number>> gauge(
            String name, String description, Supplier<Number> value) {
        return Gauge.builder(name, value).description(description).strongReference(true);
    }
}
