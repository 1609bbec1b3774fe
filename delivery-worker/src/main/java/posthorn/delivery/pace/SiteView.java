package posthorn.delivery.pace;

/**
 * A site as one worker sees it, for people.
 *
 * @param site as its hosts are named
 * @param bounds of all workers together
 * @param inHand attempts of this worker now
 * @param connections that this worker may have now
 * @param perMinute messages that this worker may send now; infinite: no bound
 * @param shared whether these are a share that the other workers know of
 * @param last what a host said last
 */
public record SiteView(
        String site,
        SiteBounds bounds,
        int inHand,
        int connections,
        double perMinute,
        boolean shared,
        LastReply last) {}
