package posthorn.mailbox.account.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.AccountState;

/**
 * What a {@link Chore} asks for; the {@link ChoreReply} that answers it is named. All is about one
 * account.
 */
public sealed interface ChoreRequest {
    /** The manifest, {@link Manifests#read}; {@link ChoreReply.TheManifest}. */
    record ReadManifest() implements ChoreRequest {}

    /** Replace the manifest, {@link Manifests#replace}; {@link ChoreReply.Replaced}. */
    record ReplaceManifest(Manifest successor) implements ChoreRequest {}

    /**
     * A state of this pod's {@link posthorn.mailbox.account.log.Appender} that is as new as the
     * store's ({@link posthorn.mailbox.account.log.Input.Refresh}); {@link ChoreReply.State}.
     */
    record CurrentState() implements ChoreRequest {}

    /**
     * A state as {@link CurrentState} gives it that does not name these segments, which are not in
     * the store; {@link ChoreReply.State}.
     */
    record ReloadState(Set<String> missing) implements ChoreRequest {}

    /**
     * Append entries without changes until the log has reached n ({@link
     * posthorn.mailbox.account.Command.Advance}); {@link ChoreReply.Ok}.
     */
    record Advance(long n) implements ChoreRequest {}

    /**
     * Entries from a number on, {@link posthorn.mailbox.account.log.AccountLog#read}; {@link
     * ChoreReply.Entries}.
     */
    record ReadEntries(long from, int limit) implements ChoreRequest {}

    /**
     * Delete entries up to a number, {@link posthorn.mailbox.account.log.AccountLog#deleteThrough};
     * {@link ChoreReply.Ok}.
     */
    record DeleteEntries(long through) implements ChoreRequest {}

    /** Segments by name, {@link Segments#read}; {@link ChoreReply.Contents}. */
    record ReadSegments(Set<String> names) implements ChoreRequest {}

    /** Store segments, {@link Segments#write}; {@link ChoreReply.Ok}. */
    record WriteSegments(Map<String, byte[]> contents) implements ChoreRequest {}

    /** Names of segments, {@link Segments#names}; {@link ChoreReply.Names}. */
    record ListSegments(String after, int limit) implements ChoreRequest {}

    /** Delete segments, {@link Segments#delete}; {@link ChoreReply.Ok}. */
    record DeleteSegments(List<String> names) implements ChoreRequest {}

    /**
     * Names of bodies written for the entries {@code from} to {@code through}, {@link
     * posthorn.mailbox.account.log.Bodies#names}; {@link ChoreReply.Names}.
     */
    record ListBodies(long from, long through, String after, int limit) implements ChoreRequest {}

    /** Delete bodies, {@link posthorn.mailbox.account.log.Bodies#delete}; {@link ChoreReply.Ok}. */
    record DeleteBodies(List<String> names) implements ChoreRequest {}

    /**
     * It is over.
     *
     * @param done whether it did what it was for; false: another time
     * @param layout for {@link posthorn.mailbox.account.log.Input.Adopt}, when it was a checkpoint
     *     that now stands
     * @param text for people
     */
    record Over(boolean done, UnaryOperator<AccountState> layout, String text)
            implements ChoreRequest {
        static Over done(String text) {
            return new Over(true, UnaryOperator.identity(), text);
        }

        static Over later(String text) {
            return new Over(false, UnaryOperator.identity(), text);
        }
    }
}
