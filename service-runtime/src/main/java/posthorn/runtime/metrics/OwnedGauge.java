package posthorn.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;

/**
 * A gauge of something that many pods could tell and one does: there are values only while this pod
 * is the one, and none otherwise, so that a sum over pods is true. For one thread at a time.
 */
public final class OwnedGauge {
    private final MultiGauge gauge;

    private OwnedGauge(MultiGauge gauge) {
        this.gauge = gauge;
    }

    /** One that has no value yet. */
    public static OwnedGauge of(MeterRegistry meters, String name, String description) {
        return new OwnedGauge(MultiGauge.builder(name).description(description).register(meters));
    }

    /** The same, in a base unit. */
    public static OwnedGauge of(
            MeterRegistry meters, String name, String description, String baseUnit) {
        return new OwnedGauge(
                MultiGauge.builder(name)
                        .description(description)
                        .baseUnit(baseUnit)
                        .register(meters));
    }

    /** It has this value. */
    public void show(double value) {
        gauge.register(List.of(MultiGauge.Row.of(Tags.empty(), value)), true);
    }

    /** It has these values, told apart by one tag; others are gone. */
    public void show(String tag, Map<String, Double> values) {
        gauge.register(
                values.entrySet().stream()
                        .<MultiGauge.Row<?>>map(each ->
                                MultiGauge.Row.of(Tags.of(tag, each.getKey()), each.getValue()))
                        .toList(),
                true);
    }

    /** Another pod tells it. */
    public void clear() {
        gauge.register(List.of(), true);
    }
}
