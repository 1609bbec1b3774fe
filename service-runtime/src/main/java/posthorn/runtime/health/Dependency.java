package posthorn.runtime.health;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.log.LogText;

/**
 * Something outside of the process that it needs, such as {@code kafka}, and whether it answered
 * when it was last asked. That it is away is told in the log when it begins, then now and then, and
 * when it is over. Safe for all threads.
 */
public final class Dependency {

    private static final Logger LOG = Logger.getLogger(Dependency.class);

    private final String name;
    private final long tellEveryNanos;
    private final LongSupplier nanos;
    private boolean asked;
    private @Nullable String why;
    private long awaySince;
    private long toldAt;

    /**
     * Not asked yet.
     *
     * @param name as in {@code kafka}
     * @param tellEvery how often the log repeats that it is away
     * @param nanos a clock that never goes back
     */
    Dependency(String name, Duration tellEvery, LongSupplier nanos) {
        this.name = name;
        this.tellEveryNanos = tellEvery.toNanos();
        this.nanos = nanos;
    }

    /** What it is called in the health answers and in the log. */
    public String name() {
        return name;
    }

    /** It answered just now. */
    public synchronized void answers() {
        asked = true;
        if (why != null) {
            LOG.info(name + " answers, after " + passed());
        }
        why = null;
    }

    /**
     * It gave no answer just now.
     *
     * @param reason for people
     */
    public synchronized void away(String reason) {
        long now = nanos.getAsLong();
        String cleaned = LogText.clean(reason);
        if (why == null) {
            awaySince = now;
            toldAt = now;
            LOG.warn(name + " does not answer (" + cleaned + "): what needs it waits");
        } else if (now - toldAt >= tellEveryNanos) {
            toldAt = now;
            LOG.warn(
                    name
                            + " does not answer for "
                            + passed()
                            + " ("
                            + cleaned
                            + "): what needs it waits");
        }
        asked = true;
        why = cleaned;
    }

    /** Whether it answered when it was last asked; false also when nobody has asked yet. */
    public synchronized boolean isThere() {
        return asked && why == null;
    }

    /**
     * Its state in words: {@code answers}, {@code was not asked yet}, or since when not and why.
     */
    public synchronized String state() {
        if (why != null) {
            return "does not answer for " + passed() + ": " + why;
        }
        return asked ? "answers" : "was not asked yet";
    }

    private String passed() {
        return Duration.ofNanos(nanos.getAsLong() - awaySince).toSeconds() + " s";
    }
}
