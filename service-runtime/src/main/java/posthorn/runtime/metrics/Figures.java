package posthorn.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What this process counts and measures under {@code posthorn}, summed over all labels. */
public final class Figures {

    private static final String OURS = "posthorn.";

    private Figures() {}

    /** By name, as {@code /q/metrics} has it; of gauges and counters, not of timers. */
    public static SortedMap<String, Double> of(MeterRegistry meters) {
        SortedMap<String, Double> figures = new TreeMap<>();
        for (Meter meter : meters.getMeters()) {
            String name = meter.getId().getName();
            if (name.startsWith(OURS)) {
                counted(meter)
                        .or(() -> measured(meter))
                        .ifPresent(value -> figures.merge(name(meter), value, Double::sum));
            }
        }
        return figures;
    }

    /** As {@code /q/metrics} has it. */
    private static String name(Meter meter) {
        Meter.Id id = meter.getId();
        String name = id.getName().replace('.', '_');
        String unit = id.getBaseUnit();
        String inUnit = unit == null || name.endsWith(unit) ? name : name + "_" + unit;
        return id.getType() == Meter.Type.COUNTER ? inUnit + "_total" : inUnit;
    }

    private static Optional<Double> counted(Meter meter) {
        return switch (meter) {
            case Counter counter -> Optional.of(counter.count());
            case FunctionCounter counter -> Optional.of(counter.count());
            default -> Optional.empty();
        };
    }

    private static Optional<Double> measured(Meter meter) {
        return meter instanceof Gauge gauge
                ? Optional.of(gauge.value()).filter(Double::isFinite)
                : Optional.empty();
    }
}
