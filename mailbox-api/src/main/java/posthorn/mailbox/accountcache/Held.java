package posthorn.mailbox.accountcache;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import posthorn.mailbox.account.log.InsertAnswer;

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
    private final Map<InsertAnswer, AtomicLong> inserts = new EnumMap<>(InsertAnswer.class);

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

    Held() {
        for (InsertAnswer answer : InsertAnswer.values()) {
            inserts.put(answer, new AtomicLong());
        }
    }

    private AtomicLong count(InsertAnswer answer) {
        return Objects.requireNonNull(inserts.get(answer));
    }

    /** Inserts of entries that were answered so, since the start. */
    public long inserts(InsertAnswer answer) {
        return count(answer).get();
    }

    void inserted(InsertAnswer answer) {
        count(answer).incrementAndGet();
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
