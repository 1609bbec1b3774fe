package posthorn.mailbox.account.log;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;

/**
 * What an {@link Appender} wants done. Those with an id are answered by the {@link Input} that they
 * name, at any time.
 */
public sealed interface Effect {
    /** Read the manifest and the state it points to, with majority; then {@link Input.Loaded}. */
    record Load(long id) implements Effect {}

    /** Read segments; then {@link Input.SegmentsLoaded}. */
    record LoadSegments(long id, Set<String> names) implements Effect {}

    /**
     * Write the body of a command under the name, with majority and journal; then {@link
     * Input.BodyWritten}.
     *
     * @param content its octets, those that came with the command
     * @param name what it is stored under
     */
    record WriteBody(long id, List<ByteBuffer> content, String name) implements Effect {}

    /**
     * What came with the ticket is needed no longer: no write of it is open and none will follow.
     * Exactly once for each {@link Input.Arrived} that brought a message, at any time, also long
     * after its caller was answered.
     */
    record Released(long ticket) implements Effect {}

    /**
     * Write a segment that the next entry names, with majority and journal; then {@link
     * Input.SegmentWritten}.
     */
    record WriteSegment(long id, String name, byte[] content) implements Effect {}

    /** Insert the entry with majority and journal; then {@link Input.Inserted}. */
    record Insert(long id, Entry entry) implements Effect {}

    /**
     * Read, with majority, at most {@code limit} entries from {@code from} on, then those with one
     * of the keys; {@link Input.Looked}.
     */
    record Look(long id, long from, List<String> keys, int limit) implements Effect {}

    /** Read the floor causally after all answers so far; then {@link Input.FloorRead}. */
    record ReadFloor(long id) implements Effect {}

    /** Remove what stands at n if it is of the proposal; then {@link Input.Removed}. */
    record Remove(long id, long n, String proposal) implements Effect {}

    /** After that many nanoseconds {@link Input.Woken}. */
    record Wake(long id, long nanos) implements Effect {}

    /** Tell the caller. */
    record Answer(long ticket, Result result) implements Effect {}

    /**
     * Tell the caller that nothing is known: it may have happened or may yet happen; ask again
     * under the same key.
     */
    record Unavailable(long ticket, String reason) implements Effect {}

    /** The state that a {@link Input.Refresh} asked for. */
    record Current(long ticket, AccountState state) implements Effect {}

    /**
     * The entry is part of the log: push it to watchers, and if it is this pod's own, tell the
     * others.
     *
     * @param own whether this pod appended it
     */
    record Publish(Entry entry, boolean own) implements Effect {}

    /** The state was read anew: watchers that stand below n have missed something. */
    record Restarted(long n) implements Effect {}

    /**
     * The log holds an entry that cannot be applied: the account stays readable up to there; raise
     * an alarm.
     */
    record Stuck(long n, String reason) implements Effect {}
}
