package posthorn.frontend.api;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import posthorn.runtime.metrics.CacheCounts;

/**
 * Mailboxes of all accounts that nobody has open now and that are followed all the same, so that
 * who comes back need not read them again. Those that were left last are kept, up to a number of
 * messages. Any thread; calls nobody.
 */
final class MailboxCache {
    private final long most;
    private final Map<WatchedMailbox, Kept> kept = new LinkedHashMap<>();
    private final CacheCounts counts = new CacheCounts(this::size, OptionalLong::empty);
    private long messages;

    private record Kept(long messages, Runnable drop) {}

    /**
     * Keeps none yet.
     *
     * @param most messages in all, each counted when its mailbox was left
     */
    MailboxCache(long most) {
        this.most = most;
    }

    /**
     * Keeps a mailbox that the last reader has left.
     *
     * @param drop ends to follow it
     * @return the drops of those that are not kept any longer, to be run without a lock
     */
    synchronized List<Runnable> keep(WatchedMailbox mailbox, Runnable drop) {
        forget(mailbox);
        int size = mailbox.index().size();
        kept.put(mailbox, new Kept(size, drop));
        messages += size;
        List<Runnable> dropped = new ArrayList<>();
        Iterator<Kept> eldest = kept.values().iterator();
        while (messages > most) {
            Kept next = eldest.next();
            eldest.remove();
            messages -= next.messages();
            counts.evicted();
            dropped.add(next.drop());
        }
        return dropped;
    }

    /** How often a mailbox that was opened was followed already, and of those that are kept. */
    CacheCounts counts() {
        return counts;
    }

    private synchronized int size() {
        return kept.size();
    }

    /** Somebody has it open again, or it is not followed any longer. */
    synchronized void forget(WatchedMailbox mailbox) {
        Kept known = kept.remove(mailbox);
        if (known != null) {
            messages -= known.messages();
        }
    }
}
