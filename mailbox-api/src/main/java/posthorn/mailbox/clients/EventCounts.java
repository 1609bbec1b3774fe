package posthorn.mailbox.clients;

import java.util.concurrent.CompletionStage;

/**
 * Counts of events, for all pods together, forgotten with their window of time. A stage that fails
 * says nothing about what the store did.
 */
public interface EventCounts {

    /**
     * Counts more events in the window of the time; 0 counts nothing.
     *
     * @param now milliseconds since 1970, UTC
     * @return how many there were in this window so far, with these
     */
    CompletionStage<Long> add(EventKey key, long more, long now);

    /** Forgets counts of windows that ended before that time (milliseconds since 1970, UTC). */
    CompletionStage<Void> forget(long now);
}
