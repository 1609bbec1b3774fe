package posthorn.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counters of one name that two tags tell apart; each is there from the first time on. For words
 * that are few and ours, never for what a stranger has said. Safe for all threads.
 */
public final class ResultCounters {
    private final MeterRegistry meters;
    private final String name;
    private final String description;
    private final String first;
    private final String second;
    private final Map<String, Map<String, Counter>> counters = new ConcurrentHashMap<>();

    /**
     * Counters that are not there yet.
     *
     * @param first tag
     * @param second tag
     */
    public ResultCounters(
            MeterRegistry meters, String name, String description, String first, String second) {
        this.meters = meters;
        this.name = name;
        this.description = description;
        this.first = first;
        this.second = second;
    }

    /** One more of these. */
    public void increment(String firstValue, String secondValue) {
        counters.computeIfAbsent(firstValue, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(secondValue, _ -> counter(firstValue, secondValue))
                .increment();
    }

    private Counter counter(String firstValue, String secondValue) {
        return Counter.builder(name)
                .description(description)
                .tag(first, firstValue)
                .tag(second, secondValue)
                .register(meters);
    }
}
