package posthorn.ingress.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Counts events and says when there are too many: what this pod has counted and what it last heard
 * of the others. Never waits. Safe for all threads.
 */
public final class RateLimits {
    private static final int MOST_WAITING = 10_000;
    private static final long SECOND = 1000;

    private final InstantSource clock;
    private final Runnable onReport;
    private final Cache<Key, Window> windows;
    private final BlockingQueue<Key> reports = new ArrayBlockingQueue<>(MOST_WAITING);

    private record Key(RateLimit limit, Subject subject) {}

    /**
     * Limits of which nothing is used.
     *
     * @param remembered subjects that are counted at the same time; of more, those that did the
     *     least are forgotten
     * @param onReport runs when there is something to report; must not wait
     */
    public RateLimits(int remembered, InstantSource clock, Runnable onReport) {
        this.clock = clock;
        this.onReport = onReport;
        this.windows =
                Caffeine.newBuilder()
                        .maximumSize(remembered)
                        .expireAfter(
                                Expiry.accessing((Key key, Window window) -> key.limit().window()))
                        .executor(Runnable::run)
                        .build();
    }

    /**
     * Counts one event, unless there were too many before.
     *
     * @return the limit when it is used up: then nothing was counted
     */
    public Optional<Excess> count(RateLimit limit, Subject subject) {
        if (limit.most() == 0) {
            return Optional.empty();
        }
        Key key = new Key(limit, subject);
        long now = clock.millis();
        Window window = windows.get(key, any -> new Window());
        boolean report;
        synchronized (window) {
            window.begin(limit, now);
            if (window.total() >= limit.most()) {
                return Optional.of(new Excess(limit, window.left(now)));
            }
            report = window.add(limit.share());
        }
        if (report) {
            report(key, window);
        }
        return Optional.empty();
    }

    private void report(Key key, Window window) {
        if (reports.offer(key)) {
            onReport.run();
        } else {
            synchronized (window) {
                window.queued = false;
            }
        }
    }

    /** Takes what is to be reported, so many at most; each has to be answered or given back. */
    public List<LimitReport> takeReports(int most) {
        List<Key> keys = new ArrayList<>();
        reports.drainTo(keys, most);
        List<LimitReport> taken = new ArrayList<>();
        for (Key key : keys) {
            @Nullable Window window = windows.getIfPresent(key);
            long more = window == null ? 0 : takeFrom(key, window);
            if (more > 0) {
                taken.add(new LimitReport(key.limit(), key.subject(), more));
            }
        }
        return taken;
    }

    private long takeFrom(Key key, Window window) {
        synchronized (window) {
            window.begin(key.limit(), clock.millis());
            return window.take();
        }
    }

    /** Whether something waits to be reported. */
    public boolean hasReports() {
        return !reports.isEmpty();
    }

    /**
     * All pods together have counted so many.
     *
     * @param total in the window, with the report
     * @param left until the window is over
     */
    public void answered(LimitReport report, long total, Duration left) {
        @Nullable Window window = windows.getIfPresent(new Key(report.limit(), report.subject()));
        if (window != null) {
            synchronized (window) {
                window.answered(total, clock.millis() + left.toMillis());
            }
        }
    }

    /** Nobody could be told: the report is made again with the next event. */
    public void failed(LimitReport report) {
        @Nullable Window window = windows.getIfPresent(new Key(report.limit(), report.subject()));
        if (window != null) {
            synchronized (window) {
                window.failed();
            }
        }
    }

    /** Subjects that are remembered, roughly. */
    public long subjects() {
        return windows.estimatedSize();
    }

    /** What is known of one subject. Held by whoever changes it. */
    private static final class Window {
        private long ends;
        private long known;
        private long inReport;
        private long fresh;
        private boolean queued;

        void begin(RateLimit limit, long now) {
            if (now >= ends) {
                ends = limit.endOfWindow(now);
                known = 0;
                inReport = 0;
                fresh = 0;
            }
        }

        long total() {
            return known + inReport + fresh;
        }

        Duration left(long now) {
            return Duration.ofMillis(Math.max(SECOND, ends - now));
        }

        /** Whether there is enough to be reported, and nobody has said so yet. */
        boolean add(long share) {
            fresh++;
            boolean first = !queued && fresh >= share;
            queued |= first;
            return first;
        }

        /** Where there is nothing, since another time began meanwhile, the next one is told of. */
        long take() {
            long taken = fresh;
            inReport += taken;
            fresh = 0;
            queued = taken > 0;
            return taken;
        }

        /** The window is over when the store says so, whose clock is the one for all. */
        void answered(long total, long end) {
            if (inReport > 0) {
                known = total;
                inReport = 0;
                ends = Math.min(ends, end);
            }
            queued = false;
        }

        void failed() {
            fresh += inReport;
            inReport = 0;
            queued = false;
        }
    }
}
