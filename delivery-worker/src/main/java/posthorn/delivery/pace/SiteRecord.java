package posthorn.delivery.pace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What all workers know of a site: one document, replaced only by whoever has seen its version.
 *
 * @param site as {@link MxSite} names it
 * @param version counts the replacements; 0: there is no document yet
 * @param bounds of all workers together
 * @param halvedAt the version with which the bounds were halved last; 0: never
 * @param holders who has a share; who stands first gets what cannot be divided
 * @param last what a host said last
 */
public record SiteRecord(
        String site,
        long version,
        SiteBounds bounds,
        long halvedAt,
        List<Holder> holders,
        LastReply last) {

    /** Keeps the list from changing. */
    public SiteRecord {
        holders = List.copyOf(holders);
    }

    /**
     * What a worker wants.
     *
     * @param connections at once
     * @param perMinute messages
     */
    public record Want(int connections, double perMinute) {
        /** Nothing: a share is given back. */
        public static final Want NOTHING = new Want(0, 0);

        boolean nothing() {
            return connections == 0;
        }
    }

    /**
     * One that has a share.
     *
     * @param worker id of the worker
     * @param turn counts its renewals; one that stands still is lost
     * @param want what it wants
     * @param connections what it has
     * @param perMinute what it has; infinite: no bound
     */
    public record Holder(String worker, long turn, Want want, int connections, double perMinute) {}

    /** One without a document. */
    public static SiteRecord unknown(String site, PaceLimits limits) {
        return new SiteRecord(site, 0, SiteBounds.first(limits), 0, List.of(), LastReply.NONE);
    }

    /** The share of a worker; a worker without one holds nothing. */
    public Holder holder(String worker) {
        return holders.stream()
                .filter(h -> h.worker().equals(worker))
                .findFirst()
                .orElse(new Holder(worker, 0, Want.NOTHING, 0, 0));
    }

    /** Whether nothing is lost when the document is. */
    public boolean trivial(PaceLimits limits) {
        return holders.isEmpty() && bounds.open(limits);
    }

    /**
     * What a worker makes of it: tells what became of its attempts, and takes the share that is
     * fair now, as far as the others have not got it yet.
     *
     * @param want what it wants now
     * @param replies since it was last told
     * @param seen the version that it worked by meanwhile
     * @param gone workers whose shares are lost
     */
    SiteRecord turn(
            String worker,
            Want want,
            SiteReplies replies,
            long seen,
            Collection<String> gone,
            PaceLimits limits) {
        SiteReplies all = replies.ofWorkers(Math.max(1, holders.size()));
        SiteBounds next = bounds.after(all, halvedAt > seen, limits);
        long halved = next.connections() < bounds.connections() ? version + 1 : halvedAt;
        List<Holder> order = new ArrayList<>(holders);
        order.removeIf(h -> gone.contains(h.worker()));
        Holder before = holder(worker);
        int at = order.indexOf(before);
        order.remove(before);
        if (!want.nothing()) {
            boolean hadItsTurn = before.connections() > 0 && replies.begun() > 0;
            Holder asking = new Holder(worker, before.turn() + 1, want, 0, 0);
            int place = at < 0 || hadItsTurn ? order.size() : at;
            order.add(place, asking);
            order.set(place, share(asking, place, order, next));
        }
        return new SiteRecord(site, version + 1, next, halved, order, last.or(replies.last()));
    }

    private static Holder share(Holder asking, int place, List<Holder> all, SiteBounds bounds) {
        int total = (int) bounds.connections();
        int[] wants = all.stream().mapToInt(h -> h.want().connections()).toArray();
        int others = all.stream().mapToInt(Holder::connections).sum();
        int connections = Math.clamp(total - others, 0, FairShares.of(total, wants)[place]);
        return new Holder(
                asking.worker(),
                asking.turn(),
                asking.want(),
                connections,
                perMinute(place, all, bounds));
    }

    private static double perMinute(int place, List<Holder> all, SiteBounds bounds) {
        if (Double.isInfinite(bounds.perMinute())) {
            return Double.POSITIVE_INFINITY;
        }
        double[] wants = all.stream().mapToDouble(h -> h.want().perMinute()).toArray();
        double others = all.stream().mapToDouble(Holder::perMinute).filter(Double::isFinite).sum();
        double fair = FairShares.of(bounds.perMinute(), wants)[place];
        return Math.clamp(bounds.perMinute() - others, 0, fair);
    }
}
