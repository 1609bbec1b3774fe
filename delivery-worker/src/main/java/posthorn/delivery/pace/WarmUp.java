package posthorn.delivery.pace;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import posthorn.delivery.queue.AnswerLost;

/**
 * The warm-up of the address that mail comes from: messages of a day to each large provider, taken
 * from what all workers may send, in batches. What was taken counts until the day is over; what a
 * worker takes along when it dies is not sent that day. Safe for threads.
 */
public final class WarmUp {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int TRIES = 5;

    /** A batch is such a part of what is left, and at least {@value #LEAST_BATCH}. */
    private static final int BATCHES = 20;

    private static final int LEAST_BATCH = 5;

    /** How often an answer that there is no more is asked for again. */
    private static final long LOOK_AGAIN = Duration.ofMinutes(5).toNanos();

    /**
     * Its limits.
     *
     * @param address name of the address that mail comes from; another one warms up anew
     * @param providers suffixes of MX host names, each of which is one large provider
     * @param first messages of the first day
     * @param done bound from which on there is none any more
     */
    public record Limits(String address, List<String> providers, long first, long done) {
        /** Keeps the list from changing. */
        public Limits {
            providers = providers.stream().map(suffix -> suffix.toLowerCase(Locale.ROOT)).toList();
        }
    }

    /** What this worker has taken of a provider's day. */
    private static final class Budget {
        private long left;
        private boolean asked;
        private long until;
        private long bound;
        private boolean warm;
        private boolean usedUp;
        private long good;
        private long bad;
    }

    private final Limits limits;
    private final PaceStore store;
    private final String worker;
    private final LongSupplier monotonicNanos;
    private final Map<String, Budget> budgets = new HashMap<>();

    /**
     * Has taken nothing.
     *
     * @param worker who takes
     * @param monotonicNanos a clock that never goes back, in nanoseconds
     */
    public WarmUp(Limits limits, PaceStore store, String worker, LongSupplier monotonicNanos) {
        this.limits = limits;
        this.store = store;
        this.worker = worker;
        this.monotonicNanos = monotonicNanos;
    }

    /** The large provider that a site belongs to. */
    Optional<String> provider(String site) {
        return limits.providers().stream()
                .filter(suffix ->
                        List.of(site.split(",")).stream().anyMatch(n -> within(n, suffix)))
                .findFirst();
    }

    private static boolean within(String name, String suffix) {
        return name.equals(suffix) || name.endsWith("." + suffix);
    }

    /**
     * Takes one message of the provider's day; asks the store when the batch is used up.
     *
     * @return why it has to wait; empty: it may go
     */
    Optional<String> take(String provider) {
        Budget budget = budget(provider);
        synchronized (budget) {
            boolean current = budget.asked && budget.until - monotonicNanos.getAsLong() > 0;
            if (current && budget.warm) {
                return Optional.empty();
            }
            if (!current || (budget.left == 0 && !budget.usedUp)) {
                budget.left = 0;
                try {
                    refill(provider, budget);
                } catch (AnswerLost e) {
                    return Optional.of(
                            "how many messages " + provider + " may get today cannot be asked now");
                }
            }
            return use(provider, budget);
        }
    }

    private synchronized Budget budget(String provider) {
        return budgets.computeIfAbsent(provider, _ -> new Budget());
    }

    private Optional<String> use(String provider, Budget budget) {
        if (budget.warm) {
            return Optional.empty();
        }
        if (budget.left > 0) {
            budget.left--;
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "%s gets at most %d messages today, since the address that they come from"
                                + " is new to it; the bound doubles each day that goes well",
                        provider,
                        budget.bound));
    }

    private void refill(String provider, Budget budget) {
        for (int tries = 0; tries < TRIES; tries++) {
            long asked = monotonicNanos.getAsLong();
            long millis = store.now();
            String id = limits.address() + " " + provider;
            long today = Math.floorDiv(millis, DAY);
            WarmUpRecord record =
                    store.warmUp(id)
                            .orElse(WarmUpRecord.begins(id, today, limits.first()))
                            .on(today, limits.first(), limits.done());
            long left = Math.max(0, record.bound() - record.taken());
            long batch = Math.min(left, Math.max(LEAST_BATCH, left / BATCHES));
            if (store.replace(worker, record.next(batch, budget.good, budget.bad))) {
                budget.good = 0;
                budget.bad = 0;
                budget.asked = true;
                budget.left = batch;
                budget.bound = record.bound();
                budget.warm = record.bound() >= limits.done();
                budget.usedUp = batch == 0;
                long dayEnds =
                        asked + Duration.ofMillis(DAY - Math.floorMod(millis, DAY)).toNanos();
                budget.until = batch == 0 ? Math.min(dayEnds, asked + LOOK_AGAIN) : dayEnds;
                return;
            }
        }
        throw new AnswerLost("other workers always came first");
    }

    /** What became of a message that was taken. */
    void heard(String provider, boolean good) {
        Budget budget = budget(provider);
        synchronized (budget) {
            if (good) {
                budget.good++;
            } else {
                budget.bad++;
            }
        }
    }
}
