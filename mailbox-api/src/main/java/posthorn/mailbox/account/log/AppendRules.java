package posthorn.mailbox.account.log;

import java.util.List;
import java.util.Objects;
import posthorn.mailbox.account.Entry;

/**
 * The rules of the append, all in one place. A proposal is an entry that was sent; its fate is open
 * until a majority ok or one of (1) to (3) decides it.
 *
 * <ol>
 *   <li>The own proposal id stands at n: it is true.
 *   <li>Another entry stands at n: the proposal is dead.
 *   <li>A key of it stands in an older entry: it is dead, and that entry's result is the command's.
 *   <li>Otherwise nothing is known: wait a bounded time and send the same document again (same n,
 *       id, content).
 * </ol>
 *
 * <p>Every other answer of the store is only a hint to look. What stands at or below the floor
 * counts for nothing. The simulation breaks each rule in turn and has to see something lost or
 * doubled.
 */
class AppendRules {
    /** What a look says about a proposal. */
    enum Verdict {
        /** It is part of the log. */
        TRUE,
        /** Another entry has its number. */
        DEAD_BY_NUMBER,
        /** A key of it is in an older entry. */
        DEAD_BY_KEY,
        /** Send the same again. */
        UNKNOWN
    }

    /** Rules (1) to (4). All entries given are above the floor. */
    Verdict judge(Entry proposal, List<Entry> tail, List<Entry> byKey) {
        for (var entry : tail) {
            if (entry.n() == proposal.n()) {
                return Objects.equals(entry.proposal(), proposal.proposal())
                        ? Verdict.TRUE
                        : Verdict.DEAD_BY_NUMBER;
            }
        }
        return byKey.stream().anyMatch(entry -> entry.n() < proposal.n())
                ? Verdict.DEAD_BY_KEY
                : Verdict.UNKNOWN;
    }

    /** What the answer to an insert proves without a look. */
    Verdict judge(InsertAnswer answer) {
        return switch (answer) {
            case OK -> Verdict.TRUE;
            case NUMBER_TAKEN, KEY_TAKEN, NO_ANSWER -> Verdict.UNKNOWN;
        };
    }

    /** What is sent when nothing is known: the same document. */
    Entry again(Entry proposal) {
        return proposal;
    }

    /**
     * Whether the floor has to be read after an insert, given nanoseconds from the last look to the
     * insert's end.
     */
    boolean wantsFloor(long sinceLook, AppendSettings settings) {
        return sinceLook > settings.floorAfter().toNanos();
    }

    /** Whether the floor has to be read before what was found counts. */
    boolean wantsFloor(List<Entry> tail, List<Entry> byKey) {
        return !tail.isEmpty() || !byKey.isEmpty();
    }

    /**
     * Whether a body that was written under one name may be named by an entry that calls it by
     * another.
     */
    boolean servesAs(String written, String name) {
        return written.equals(name);
    }
}
