package posthorn.delivery.pace;

/**
 * What became of the attempts of one worker at a site, over some time.
 *
 * @param begun attempts that went to its hosts
 * @param good attempts to which a host replied, and none asked for less
 * @param slowed attempts at which a host asked for less
 * @param lost attempts at which no host replied
 * @param perMinute how many began in a minute
 * @param last what a host said last
 */
public record SiteReplies(
        long begun, long good, long slowed, long lost, double perMinute, LastReply last) {

    /** No attempts. */
    public static final SiteReplies NONE = new SiteReplies(0, 0, 0, 0, 0, LastReply.NONE);

    /** The same where so many workers send as much. */
    SiteReplies ofWorkers(int workers) {
        return new SiteReplies(begun, good, slowed, lost, perMinute * workers, last);
    }

    /** Whether there is something that the others should hear of at once. */
    boolean bad() {
        return slowed > 0 || lost > 0;
    }
}
