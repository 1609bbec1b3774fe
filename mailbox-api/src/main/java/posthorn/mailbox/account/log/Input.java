package posthorn.mailbox.account.log;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Entry;

/**
 * What happens to an {@link Appender}. Answers name the effect that they answer, so that a late one
 * is told apart.
 */
public sealed interface Input {
    /**
     * A command came.
     *
     * @param ticket of the caller, for the answer; never used twice
     * @param content octets of the message that the command adds, exactly as many as it says; empty
     *     for all other commands. They belong to the command, not to its caller: they may be read,
     *     and are not to be changed, until {@link Effect.Released}, however often callers come and
     *     go
     */
    record Arrived(long ticket, Command command, List<ByteBuffer> content) implements Input {
        /**
         * Checks that the content is the one of the command.
         *
         * @throws IllegalArgumentException when it has another length than the command says
         */
        public Arrived {
            content = List.copyOf(content);
            var message = command.message();
            long octets = content.stream().mapToLong(ByteBuffer::remaining).sum();
            if (octets != (message == null ? 0 : message.size())) {
                throw new IllegalArgumentException(
                        "A message came with " + octets + " octets of its content");
            }
        }
    }

    /**
     * Somebody wants a state at least as new as the store is now; answered by {@link
     * Effect.Current}.
     */
    record Refresh(long ticket) implements Input {}

    /**
     * Answers {@link Effect.Load}.
     *
     * @param state the one that the manifest points to; {@link AccountState#empty} when there is no
     *     manifest. What follows it in the log is found by a look
     */
    record Loaded(long id, AccountState state, Floor floor) implements Input {}

    /** Answers {@link Effect.LoadSegments}: content by name. */
    record SegmentsLoaded(long id, Map<String, byte[]> segments) implements Input {}

    /** The body stands with majority under the name; answers {@link Effect.WriteBody}. */
    record BodyWritten(long id) implements Input {}

    /** Answers {@link Effect.WriteSegment}. */
    record SegmentWritten(long id) implements Input {}

    /** Answers {@link Effect.Insert}. */
    record Inserted(long id, InsertAnswer answer) implements Input {}

    /**
     * Answers {@link Effect.Look}.
     *
     * @param tail entries from the number asked for on, ascending; the next ones may be missing
     *     when there are many
     * @param byKey entries that hold any of the keys asked for
     */
    record Looked(long id, List<Entry> tail, List<Entry> byKey) implements Input {}

    /** Answers {@link Effect.ReadFloor}. */
    record FloorRead(long id, Floor floor) implements Input {}

    /** Answers {@link Effect.Remove}. */
    record Removed(long id) implements Input {}

    /**
     * The effect failed or had no answer; nothing is known about what it did. Not for {@link
     * Effect.Insert}.
     */
    record Failed(long id, String reason) implements Input {}

    /**
     * Another pod appended an entry: a hint to look.
     *
     * @param n its number
     */
    record Noticed(long n) implements Input {}

    /** A checkpoint was written: the same messages in segments that are stored now. */
    record Adopt(UnaryOperator<AccountState> layout) implements Input {}

    /**
     * A segment that the state names is not in the store: the state's checkpoint was replaced and
     * swept since. The state is read anew as soon as nothing is under way.
     */
    record Stale() implements Input {}

    /** The time asked for by {@link Effect.Wake} has come. */
    record Woken(long id) implements Input {}
}
