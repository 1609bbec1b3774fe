package posthorn.mailbox.accountcache;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what the accounts hold for somebody: all of it is zero when nobody asks and nobody
 * watches. Safe for all threads.
 */
public final class Held {

    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong refreshes = new AtomicLong();
    private final AtomicLong watchers = new AtomicLong();
    private final AtomicLong contents = new AtomicLong();
    private final AtomicLong defects = new AtomicLong();

    /** Callers who wait for the answer to a command. */
    public long commands() {
        return commands.get();
    }

    /** Callers who wait for a state as new as the store's. */
    public long refreshes() {
        return refreshes.get();
    }

    /** Those who watch an account. */
    public long watchers() {
        return watchers.get();
    }

    /** Octets of messages that are being stored. */
    public long contentOctets() {
        return contents.get();
    }

    /** Accounts that were put away after a defect, since the start: more than none is an alarm. */
    public long defects() {
        return defects.get();
    }

    void defect() {
        defects.incrementAndGet();
    }

    void command(int more) {
        commands.addAndGet(more);
    }

    void refresh(int more) {
        refreshes.addAndGet(more);
    }

    void watcher(int more) {
        watchers.addAndGet(more);
    }

    void content(long more) {
        contents.addAndGet(more);
    }
}
