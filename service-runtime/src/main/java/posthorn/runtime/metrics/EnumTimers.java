package posthorn.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A timer for each constant of an enum, told apart by one tag. All of them are there from the
 * start; recording looks nothing up and allocates nothing. Safe for all threads.
 *
 * @param <E> what is told apart
 */
public final class EnumTimers<E extends Enum<E>> {
    private final Map<E, Timer> timers;

    /**
     * Registers the timers.
     *
     * @param base name, description, buckets and further tags, made anew for each constant
     * @param tag that tells them apart
     * @param word value of the tag for a constant; constants with the same word share a timer
     */
    public EnumTimers(
            MeterRegistry meters,
            Class<E> constants,
            Timers base,
            String tag,
            Function<E, String> word) {
        this.timers = new EnumMap<>(constants);
        for (E each : constants.getEnumConstants()) {
            timers.put(each, base.builder().tag(tag, word.apply(each)).register(meters));
        }
    }

    /** Makes builders of one timer. */
    @FunctionalInterface
    public interface Timers {
        /** A new one, with all but the tag. */
        Timer.Builder builder();
    }

    /** One of these took so many nanoseconds. */
    public void record(E constant, long nanos) {
        timer(constant).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(E constant) {
        return Objects.requireNonNull(timers.get(constant));
    }
}
