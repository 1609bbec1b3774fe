package posthorn.mailbox.account.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.checkpoint.Manifest;
import posthorn.mailbox.account.log.InsertAnswer;

/**
 * A primary and what a majority has of it. A write is at once visible to the primary; some time
 * later a majority has it, or a failover takes it back. Majority reads may be as old as {@link
 * #STALE}, but not older than what the reader has seen.
 */
final class ReplicaSet {
    private static final long STALE = 1_000 * Timeline.MILLI;

    private final Timeline time;
    private final Broken broken;
    private final Truth truth;
    private final Map<String, StoredAccount> accounts = new HashMap<>();

    /** Writes that no majority has yet, in order. */
    private final Deque<Write> open = new ArrayDeque<>();

    /** Where the majority stood, and when. */
    private final Deque<long[]> past = new ArrayDeque<>();

    private long tip;
    private long majority;
    private boolean cutOff;
    private int rolledBack;
    private int failovers;

    private record Write(long point, Runnable onMajority, Runnable onLoss) {}

    ReplicaSet(Timeline time, Broken broken, Truth truth) {
        this.time = time;
        this.broken = broken;
        this.truth = truth;
    }

    /** What a majority has, for a backup. */
    Map<String, StoredAccount> copy() {
        var copy = new HashMap<String, StoredAccount>();
        accounts.forEach((name, stored) -> copy.put(name, stored.copy(majority)));
        return copy;
    }

    /** Begins with what a backup has. */
    void restore(Map<String, StoredAccount> backup) {
        backup.forEach((name, stored) -> accounts.put(name, stored.copy(0)));
    }

    StoredAccount account(String account) {
        return accounts.computeIfAbsent(account, any -> new StoredAccount());
    }

    long majority() {
        return majority;
    }

    int failovers() {
        return failovers;
    }

    int rolledBack() {
        return rolledBack;
    }

    /**
     * A point to read at: the majority's, or an older one of it that is not before what the reader
     * has seen.
     */
    long readPoint(long seen) {
        long point = majority;
        if (time.chance(0.3)) {
            long since = time.now() - time.between(0, (double) STALE / Timeline.MILLI);
            for (var then : past) {
                if (then[0] >= since) {
                    point = then[1];
                    break;
                }
            }
        }
        return Math.max(seen, point);
    }

    /** What a look without read concern sees. */
    long lookPoint(long seen) {
        return broken == Broken.LOCAL_READS ? tip : readPoint(seen);
    }

    InsertAnswer insert(Entry entry, Consumer<InsertAnswer> answer) {
        var stored = account(entry.account());
        if (stored.log.get(entry.n(), tip) != null) {
            answer.accept(InsertAnswer.NUMBER_TAKEN);
            return InsertAnswer.NUMBER_TAKEN;
        }
        boolean taken = entry.keys().stream().anyMatch(stored.keys::containsKey);
        if (taken && broken != Broken.KEYS_NOT_UNIQUE) {
            answer.accept(InsertAnswer.KEY_TAKEN);
            return InsertAnswer.KEY_TAKEN;
        }
        stored.index(entry);
        write(
                point -> stored.log.put(entry.n(), entry, point),
                () -> truth.inserted(entry),
                () -> {
                    if (broken != Broken.W1) {
                        answer.accept(InsertAnswer.OK);
                    }
                },
                () -> answer.accept(InsertAnswer.NO_ANSWER));
        if (broken == Broken.W1) {
            answer.accept(InsertAnswer.OK);
        }
        return InsertAnswer.OK;
    }

    void delete(String account, long n, Runnable done, Runnable lost) {
        var stored = account(account);
        var entry = stored.log.get(n, tip);
        if (entry != null) {
            stored.unindex(entry);
        }
        write(point -> stored.log.put(n, null, point), () -> {}, done, lost);
    }

    void remove(String account, long n, String proposal, Runnable done, Runnable lost) {
        var entry = account(account).log.get(n, tip);
        if (entry != null && entry.proposal().equals(proposal)) {
            delete(account, n, done, lost);
        } else {
            write(point -> {}, () -> {}, done, lost);
        }
    }

    void replace(Manifest next, Consumer<Boolean> answer) {
        var stored = account(next.account());
        var now = stored.manifest.get("", tip);
        long revision = now == null ? 0 : now.revision();
        boolean fits =
                broken == Broken.CHECKPOINT_NOT_REFUSED
                        ? now == null || next.n() > now.n() || next.revision() > revision
                        : revision == next.revision() - 1;
        if (!fits) {
            answer.accept(false);
            return;
        }
        write(
                point -> stored.manifest.put("", next, point),
                () -> truth.replaced(next),
                () -> answer.accept(true),
                () -> answer.accept(false));
    }

    /** Writes bodies or segments, or deletes them where the value is absent. */
    <V> void put(Versions<String, V> into, Map<String, V> values, Runnable done, Runnable lost) {
        write(
                point -> values.forEach((name, value) -> into.put(name, value, point)),
                () -> {},
                done,
                lost);
    }

    <V> void drop(
            String account,
            Versions<String, V> from,
            List<String> names,
            Runnable done,
            Runnable lost) {
        write(
                point -> names.forEach(name -> from.put(name, null, point)),
                () -> truth.deleted(account, names),
                done,
                lost);
    }

    private void write(
            Consumer<Long> apply, Runnable observed, Runnable onMajority, Runnable onLoss) {
        long point = ++tip;
        apply.accept(point);
        open.add(
                new Write(
                        point,
                        () -> {
                            observed.run();
                            onMajority.run();
                        },
                        onLoss));
        time.after(time.between(0.5, 12), () -> replicated(point));
    }

    /** A majority has all up to the point, unless it was taken back meanwhile. */
    private void replicated(long point) {
        if (cutOff) {
            return;
        }
        var done = new ArrayList<Runnable>();
        while (!open.isEmpty() && open.peek().point() <= point) {
            var write = open.remove();
            majority = write.point();
            done.add(write.onMajority());
        }
        if (!done.isEmpty()) {
            past.add(new long[] {time.now(), majority});
            forget();
        }
        done.forEach(Runnable::run);
    }

    private void forget() {
        while (past.size() > 1 && past.peek()[0] < time.now() - 2 * STALE) {
            past.remove();
        }
        if (time.chance(0.002)) {
            accounts.values().forEach(stored -> stored.prune(past.element()[1]));
        }
    }

    /** The primary is cut off from the majority: its writes will be taken back. */
    void cutOff() {
        cutOff = true;
    }

    /** Another primary, with what the majority has. */
    void failOver() {
        failovers++;
        rolledBack += open.size();
        cutOff = false;
        var lost = new ArrayList<>(open);
        open.clear();
        if (!lost.isEmpty()) {
            accounts.values().forEach(stored -> stored.rollBack(majority));
        }
        lost.forEach(write -> write.onLoss().run());
    }

    /** The state with all of its segments that can be read. */
    AccountState loaded(String account, AccountState state) {
        var contents = new HashMap<String, byte[]>();
        account(account).segments.from("", majority(), contents::put, Integer.MAX_VALUE);
        return state.load(contents);
    }
}
