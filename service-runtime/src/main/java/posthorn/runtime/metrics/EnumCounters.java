package posthorn.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A counter for each constant of an enum, told apart by one tag. All of them are there from the
 * start, with 0; counting looks nothing up and allocates nothing. Safe for all threads.
 *
 * @param <E> what is told apart
 */
public final class EnumCounters<E extends Enum<E>> {
    private final Map<E, Counter> counters;

    /**
     * Registers the counters.
     *
     * @param base name, description and further tags, made anew for each constant
     * @param tag that tells them apart
     * @param word value of the tag for a constant; constants with the same word share a counter
     */
    public EnumCounters(
            MeterRegistry meters,
            Class<E> constants,
            Counters base,
            String tag,
            Function<E, String> word) {
        this.counters = new EnumMap<>(constants);
        for (E each : constants.getEnumConstants()) {
            counters.put(each, base.builder().tag(tag, word.apply(each)).register(meters));
        }
    }

    /** Makes builders of one counter. */
    @FunctionalInterface
    public interface Counters {
        /** A new one, with all but the tag. */
        Counter.Builder builder();
    }

    /** One more of these. */
    public void increment(E constant) {
        counter(constant).increment();
    }

    private Counter counter(E constant) {
        return Objects.requireNonNull(counters.get(constant));
    }
}
