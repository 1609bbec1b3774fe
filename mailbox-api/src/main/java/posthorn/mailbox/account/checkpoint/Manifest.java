package posthorn.mailbox.account.checkpoint;

import java.util.ArrayList;
import java.util.List;
import posthorn.mailbox.account.log.Floor;

/**
 * What points to the checkpoint of an account, one document per account. It is only ever replaced
 * by a successor with the next revision, so of two who replace it at once one is refused.
 * Immutable.
 *
 * @param account whose it is
 * @param revision counts replacements, from 1
 * @param n entry at which the checkpoint was made
 * @param at when that entry was made, milliseconds since 1970
 * @param root name of the segment that holds the state, see {@link StateCodec}
 * @param sweep raised when a sweep begins: a checkpoint that began before it is refused, and the
 *     segments of one that began after it are not swept
 * @param sweptTo orphans of entries up to this number were swept
 * @param floor where the kept history begins
 * @param past older checkpoints that are kept, about one a day, oldest first; the first one is at
 *     the floor, if there is a floor
 */
public record Manifest(
        String account,
        long revision,
        long n,
        long at,
        String root,
        long sweep,
        long sweptTo,
        Floor floor,
        List<Past> past) {
    /**
     * An older checkpoint.
     *
     * @param n entry at which it was made
     * @param at when that entry was made, milliseconds since 1970
     * @param root name of the segment that holds the state
     */
    public record Past(long n, long at, String root) {}

    public Manifest {
        past = List.copyOf(past);
    }

    /** What an account without a manifest would have: to be replaced by the first one. */
    public static Manifest none(String account) {
        return new Manifest(account, 0, 0, 0, "", 1, 0, Floor.NONE, List.of());
    }

    /** Whether it is one that stands in the store. */
    public boolean exists() {
        return revision > 0;
    }

    /**
     * Successor that points to a newer checkpoint; this one is kept if the last kept one is old
     * enough.
     */
    Manifest checkpointed(long number, long time, String newRoot, long keepEveryMillis) {
        var kept = new ArrayList<>(past);
        long last = past.isEmpty() ? Long.MIN_VALUE / 2 : past.getLast().at();
        if (exists() && !root.isEmpty() && at - last >= keepEveryMillis) {
            kept.add(new Past(n, at, root));
        }
        return new Manifest(
                account, revision + 1, number, time, newRoot, sweep, sweptTo, floor, kept);
    }

    /** Successor under which a sweep runs. */
    Manifest sweeping() {
        return new Manifest(account, revision + 1, n, at, root, sweep + 1, sweptTo, floor, past);
    }

    /** Successor after a sweep of all orphans up to the number. */
    Manifest swept(long through) {
        return new Manifest(account, revision + 1, n, at, root, sweep, through, floor, past);
    }

    /** Successor whose history begins at a kept checkpoint. */
    Manifest from(Past first) {
        var kept = past.stream().filter(one -> one.n() >= first.n()).toList();
        var raised = new Floor(first.n(), first.at());
        return new Manifest(account, revision + 1, n, at, root, sweep, sweptTo, raised, kept);
    }
}
