package posthorn.runtime.metrics;

import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The figures of a cache that counts them one by one. Safe for all threads. */
public final class CacheCounts implements CacheFigures {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final LongSupplier entries;
    private final Supplier<OptionalLong> octets;

    /**
     * Nothing has happened yet.
     *
     * @param entries that are there now
     * @param octets that they take
     */
    public CacheCounts(LongSupplier entries, Supplier<OptionalLong> octets) {
        this.entries = entries;
        this.octets = octets;
    }

    /** Something was asked for. */
    public void asked(boolean found) {
        (found ? hits : misses).increment();
    }

    /** An entry went by itself. */
    public void evicted() {
        evictions.increment();
    }

    @Override
    public long hits() {
        return hits.sum();
    }

    @Override
    public long misses() {
        return misses.sum();
    }

    @Override
    public long evictions() {
        return evictions.sum();
    }

    @Override
    public long entries() {
        return entries.getAsLong();
    }

    @Override
    public OptionalLong octets() {
        return octets.get();
    }
}
