package posthorn.ingress.blocklist;

/** Is told what lists answer, for counters and alarms. Safe for all threads. */
@FunctionalInterface
public interface BlockListObserver {

    /** What an answer means. */
    enum Answer {
        /** The client is on the list. */
        LISTED,
        /** It is not. */
        NOT_LISTED,
        /** The list refuses to answer us, or answers what no list may: counts for nothing. */
        ERROR,
        /** No answer in time: counts for nothing. */
        UNAVAILABLE
    }

    /**
     * A list was asked.
     *
     * @param zone of the list
     * @param detail of an error, for people; empty: there is none
     */
    void answered(String zone, Answer answer, String detail);
}
