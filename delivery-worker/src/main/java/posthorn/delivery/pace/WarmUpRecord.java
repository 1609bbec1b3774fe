package posthorn.delivery.pace;

/**
 * How a large provider gets to know an address that mail comes from.
 *
 * @param id provider and address
 * @param version counts the replacements
 * @param day days since 1970, by the clock of the store
 * @param bound messages of that day
 * @param taken of those, by all workers
 * @param good attempts of that day that met with good replies
 * @param bad attempts of that day at which the provider asked for less or refused by policy
 */
public record WarmUpRecord(
        String id, long version, long day, long bound, long taken, long good, long bad) {

    /** One attempt in so many may be bad, and the day counts as a good one. */
    private static final int GOOD_DAY = 20;

    /** One attempt in so many is bad, and the next day has half the bound. */
    private static final int BAD_DAY = 5;

    /** One that begins today. */
    static WarmUpRecord begins(String id, long today, long first) {
        return new WarmUpRecord(id, 0, today, first, 0, 0, 0);
    }

    /**
     * The same today. Behind a day that was good and at least half used, the bound is twice as
     * high; behind a bad one half as high, and never below {@code first}.
     */
    WarmUpRecord on(long today, long first, long done) {
        if (today <= day) {
            return this;
        }
        return new WarmUpRecord(id, version, today, nextBound(first, done), 0, 0, 0);
    }

    private long nextBound(long first, long done) {
        long all = good + bad;
        if (bad * BAD_DAY > all) {
            return Math.max(first, bound / 2);
        }
        boolean doubles = good > 0 && bad * GOOD_DAY <= all && taken >= bound - taken;
        return doubles ? Math.min(done, bound * 2) : bound;
    }

    /** Behind one more version: so many more taken, and what became of earlier ones. */
    WarmUpRecord next(long more, long moreGood, long moreBad) {
        return new WarmUpRecord(
                id, version + 1, day, bound, taken + more, good + moreGood, bad + moreBad);
    }
}
