package posthorn.delivery.pace;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import posthorn.delivery.pace.SiteRecord.Holder;
import posthorn.delivery.pace.SiteRecord.Want;

/**
 * A site as one worker sees it: its share of the bounds, its attempts in hand, and what became of
 * those since it told the others. Times are nanoseconds of a clock that never goes back. For one
 * thread at a time.
 */
final class LocalSite {

    /** An observed rate is one over at least so long. */
    private static final long SHORTEST_WINDOW = Duration.ofSeconds(5).toNanos();

    private static final double MINUTE = 60e9;

    private final String name;
    private final PaceLimits limits;
    private final TokenBucket tokens = new TokenBucket();
    private SiteBounds bounds;
    private long version;
    private int shareConnections;
    private double sharePerMinute = Double.POSITIVE_INFINITY;
    private boolean leased;
    private long leaseEnds;
    private boolean looked;
    private long lookedAt;
    private long restUntil;
    private int inHand;
    private int peak;
    private boolean refused;
    private long windowBegan;
    private long begunInWindow;
    private double lastRate;
    private SiteReplies since = SiteReplies.NONE;
    private LastReply last = LastReply.NONE;

    LocalSite(String name, PaceLimits limits, long now) {
        this.name = name;
        this.limits = limits;
        this.bounds = SiteBounds.first(limits);
        this.windowBegan = now;
    }

    /** Connections that this worker may have now. */
    int connections(long now) {
        int most = hasShare(now) ? shareConnections : limits.aloneConnections();
        return Math.min(most, (int) bounds.connections());
    }

    /** Messages per minute that this worker may send now; infinite: no bound. */
    double perMinute(long now) {
        if (hasShare(now)) {
            return sharePerMinute;
        }
        return Double.isInfinite(bounds.perMinute())
                ? Double.POSITIVE_INFINITY
                : Math.min(bounds.perMinute(), limits.alonePerMinute());
    }

    private boolean hasShare(long now) {
        return leased && leaseEnds - now > 0;
    }

    /** Whether no attempt should begin, when so many slots are taken for the site. */
    boolean full(int taken, long now) {
        boolean full = taken >= connections(now) || tokens(now) - Math.max(0, taken - inHand) < 1;
        refused |= full;
        return full;
    }

    /** An attempt begins, unless it has to wait: then why. */
    Optional<String> begin(long now) {
        Optional<String> waits = waits(now);
        if (waits.isEmpty()) {
            inHand++;
            peak = Math.max(peak, inHand);
            tokens.take();
            begunInWindow++;
            since = plus(1, 0, 0, 0);
            restUntil = now + limits.rest(bounds.lostInRow()).toNanos();
        }
        return waits;
    }

    private Optional<String> waits(long now) {
        if (bounds.lostInRow() >= limits.deadAfter() && restUntil - now > 0) {
            return Optional.of(resting(now));
        }
        int most = connections(now);
        if (inHand >= most) {
            refused = true;
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "%s has as many connections from here as it may have now (%d)",
                            name,
                            most));
        }
        if (tokens(now) < 1) {
            refused = true;
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "%s gets no more than %.0f messages a minute from here now,"
                                    + " since it asked for less: %s",
                            name,
                            Math.min(perMinute(now), bounds.perMinute()),
                            last.text()));
        }
        return Optional.empty();
    }

    private String resting(long now) {
        return String.format(
                Locale.ROOT,
                "no host of %s replied to the last %d attempts; it is tried again in %d s: %s",
                name,
                bounds.lostInRow(),
                Math.max(1, Duration.ofNanos(restUntil - now).toSeconds()),
                last.text());
    }

    private double tokens(long now) {
        tokens.pace(perMinute(now), now);
        return tokens.left(now);
    }

    /** An attempt that began is over. */
    void end(PaceSignal signal, LastReply reply, long now) {
        inHand--;
        last = last.or(reply);
        long slowed = signal == PaceSignal.SLOW_DOWN ? 1 : 0;
        long lost = signal == PaceSignal.LOST ? 1 : 0;
        long good = signal == PaceSignal.TALKS || signal == PaceSignal.REFUSES ? 1 : 0;
        SiteReplies one = new SiteReplies(1, good, slowed, lost, rate(now), last);
        since = plus(0, good, slowed, lost);
        bounds = bounds.after(one, false, limits);
        if (slowed > 0) {
            shareConnections = Math.max(Math.min(1, shareConnections), shareConnections / 2);
            sharePerMinute = Math.min(sharePerMinute, bounds.perMinute());
        }
        if (lost > 0) {
            restUntil = now + limits.rest(bounds.lostInRow()).toNanos();
        }
    }

    private SiteReplies plus(long begun, long good, long slowed, long lost) {
        return new SiteReplies(
                since.begun() + begun,
                since.good() + good,
                since.slowed() + slowed,
                since.lost() + lost,
                0,
                last);
    }

    /** Attempts begun in a minute, as in the last seconds. */
    private double rate(long now) {
        long length = now - windowBegan;
        if (length >= SHORTEST_WINDOW) {
            lastRate = begunInWindow * MINUTE / length;
            windowBegan = now;
            begunInWindow = 0;
        }
        return Math.max(lastRate, begunInWindow * MINUTE / SHORTEST_WINDOW);
    }

    /** Whether nothing of it is in hand or untold, so that it may be forgotten. */
    boolean idle() {
        return inHand == 0 && !leased && !refused && since.begun() == 0;
    }

    /** Whether it is time to look at what all workers know of it, and to renew the share. */
    boolean due(long now) {
        if (idle()) {
            return false;
        }
        long age = now - lookedAt;
        long third = limits.lease().toNanos() / 3;
        return !looked || age >= third || since.bad() || (refused && age >= third / 4);
    }

    /** What this worker tells and wants. */
    Report report(long now) {
        SiteReplies told =
                new SiteReplies(
                        since.begun(), since.good(), since.slowed(), since.lost(), rate(now), last);
        boolean wanted = refused || peak > 0 || inHand > 0;
        Want want =
                wanted
                        ? new Want(
                                refused ? limits.mostConnections() : Math.max(peak, inHand),
                                refused
                                        ? limits.mostPerMinute()
                                        : Math.max(limits.alonePerMinute(), 2 * rate(now)))
                        : Want.NOTHING;
        boolean alone =
                version == 0
                        && !refused
                        && !since.bad()
                        && want.connections() <= limits.aloneConnections();
        return new Report(name, want, told, version, alone);
    }

    /**
     * What a worker tells the others of a site.
     *
     * @param seen version of what it has worked by
     * @param alone it needs no share, and has nothing to tell, unless there is a document already
     */
    record Report(String site, Want want, SiteReplies replies, long seen, boolean alone) {}

    /** Nobody knows more of it than this worker, and it needs no share. */
    void aloneAt(long asked) {
        looked = true;
        lookedAt = asked;
        window(since);
    }

    String name() {
        return name;
    }

    boolean leased() {
        return leased;
    }

    /** What this worker told stands in the store, with its share, from {@code asked} on. */
    void told(Report report, SiteRecord record, Holder share, long asked) {
        looked = true;
        lookedAt = asked;
        version = record.version();
        last = last.or(record.last());
        window(report.replies());
        bounds = record.bounds();
        leased = !report.want().nothing();
        leaseEnds = asked + limits.lease().toNanos();
        shareConnections = share.connections();
        sharePerMinute = share.perMinute();
    }

    private void window(SiteReplies told) {
        since =
                new SiteReplies(
                        since.begun() - told.begun(),
                        since.good() - told.good(),
                        since.slowed() - told.slowed(),
                        since.lost() - told.lost(),
                        0,
                        last);
        peak = inHand;
        refused = false;
    }

    /** For people. */
    SiteView view(long now) {
        return new SiteView(
                name, bounds, inHand, connections(now), perMinute(now), hasShare(now), last);
    }
}
