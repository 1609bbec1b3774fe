package posthorn.mailbox.greylist;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What is remembered of hosts, for all pods together. Times are milliseconds since 1970, UTC. A
 * stage that fails says nothing about what the store did.
 */
public interface GreylistEntries {

    /**
     * One entry.
     *
     * @param first when it was made
     * @param visits how often it was renewed
     * @param until when it is to be forgotten
     */
    record Entry(long first, long visits, long until) {}

    /** Entries of these keys, as far as there are any; those whose time is over may be among. */
    CompletionStage<Map<GreylistKey, Entry>> find(Collection<GreylistKey> keys);

    /** Makes an entry without visits, in the place of the one that may be there. */
    CompletionStage<Void> begin(GreylistKey key, long now, long until);

    /**
     * One more visit; an entry that is missing is made first. It is kept until then at least.
     *
     * @param visits how many more, 0 or 1
     */
    CompletionStage<Void> renew(GreylistKey key, long visits, long now, long until);

    /** Forgets entries whose time was over before that time. */
    CompletionStage<Void> forget(long now);
}
