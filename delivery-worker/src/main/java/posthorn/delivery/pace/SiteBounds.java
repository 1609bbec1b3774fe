package posthorn.delivery.pace;

/**
 * The bounds of a site for all workers together. Halved when its hosts ask for less or are lost,
 * grown by a part of themselves with each good reply: connections by one for as many good replies
 * as there are connections, messages by a step for each minute of them.
 *
 * @param connections at once, at least 1
 * @param perMinute messages; infinite: no bound, since no host has asked for less
 * @param lostInRow attempts in a row, of all workers, without any reply
 */
public record SiteBounds(double connections, double perMinute, int lostInRow) {

    private static final int MOST_LOST = 1_000_000;

    /** What is thought of a site before its hosts have said anything. */
    public static SiteBounds first(PaceLimits limits) {
        return new SiteBounds(limits.firstConnections(), Double.POSITIVE_INFINITY, 0);
    }

    /** Whether they are as good as no bounds: there is nothing to be remembered. */
    boolean open(PaceLimits limits) {
        return connections >= limits.firstConnections()
                && Double.isInfinite(perMinute)
                && lostInRow == 0;
    }

    /**
     * What replies make of them.
     *
     * @param halvedSince another worker's replies have halved them since the ones here began: they
     *     tell of the same
     */
    SiteBounds after(SiteReplies replies, boolean halvedSince, PaceLimits limits) {
        int lost = lostInRow(replies);
        boolean dark = replies.good() == 0 && replies.slowed() == 0 && replies.lost() > 0;
        if (replies.slowed() > 0) {
            return halvedSince
                    ? new SiteBounds(connections, perMinute, lost)
                    : new SiteBounds(half(), slower(replies, limits), lost);
        }
        if (dark) {
            return new SiteBounds(halvedSince ? connections : half(), perMinute, lost);
        }
        return new SiteBounds(
                Math.min(limits.mostConnections(), connections + replies.good() / connections),
                faster(replies, limits),
                lost);
    }

    private double half() {
        return Math.max(1, connections / 2);
    }

    private double slower(SiteReplies replies, PaceLimits limits) {
        double was = Double.isInfinite(perMinute) ? replies.perMinute() : perMinute;
        return Math.max(limits.leastPerMinute(), was / 2);
    }

    private double faster(SiteReplies replies, PaceLimits limits) {
        double grown = perMinute + limits.stepPerMinute() * (replies.good() / perMinute);
        return Double.isInfinite(perMinute) || grown >= limits.mostPerMinute()
                ? Double.POSITIVE_INFINITY
                : grown;
    }

    private int lostInRow(SiteReplies replies) {
        if (replies.good() > 0 || replies.slowed() > 0) {
            return 0;
        }
        return (int) Math.min(MOST_LOST, lostInRow + replies.lost());
    }
}
