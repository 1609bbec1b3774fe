package posthorn.mailbox.account.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.AccountState;

/**
 * What a {@link Chore} asks for; the {@link Reply} that answers it is named. All is about one
 * account.
 */
public sealed interface Ask {
    /** The manifest, {@link Manifests#read}; {@link Reply.TheManifest}. */
    record ReadManifest() implements Ask {}

    /** Replace the manifest, {@link Manifests#replace}; {@link Reply.Replaced}. */
    record ReplaceManifest(Manifest successor) implements Ask {}

    /**
     * A state of this pod's {@link posthorn.mailbox.account.log.Appender} that is as new as the
     * store's ({@link posthorn.mailbox.account.log.Input.Refresh}); {@link Reply.State}.
     */
    record CurrentState() implements Ask {}

    /**
     * Append entries without changes until the log has reached n ({@link
     * posthorn.mailbox.account.Command.Advance}); {@link Reply.Ok}.
     */
    record Advance(long n) implements Ask {}

    /**
     * Entries from a number on, {@link posthorn.mailbox.account.log.AccountLog#read}; {@link
     * Reply.Entries}.
     */
    record ReadEntries(long from, int limit) implements Ask {}

    /**
     * Delete entries up to a number, {@link posthorn.mailbox.account.log.AccountLog#deleteThrough};
     * {@link Reply.Ok}.
     */
    record DeleteEntries(long through) implements Ask {}

    /** Segments by name, {@link Segments#read}; {@link Reply.Contents}. */
    record ReadSegments(Set<String> names) implements Ask {}

    /** Store segments, {@link Segments#write}; {@link Reply.Ok}. */
    record WriteSegments(Map<String, byte[]> contents) implements Ask {}

    /** Names of segments, {@link Segments#names}; {@link Reply.Names}. */
    record ListSegments(String after, int limit) implements Ask {}

    /** Delete segments, {@link Segments#delete}; {@link Reply.Ok}. */
    record DeleteSegments(List<String> names) implements Ask {}

    /**
     * Names of bodies written for the entries {@code from} to {@code through}, {@link
     * posthorn.mailbox.account.log.Bodies#names}; {@link Reply.Names}.
     */
    record ListBodies(long from, long through, String after, int limit) implements Ask {}

    /** Delete bodies, {@link posthorn.mailbox.account.log.Bodies#delete}; {@link Reply.Ok}. */
    record DeleteBodies(List<String> names) implements Ask {}

    /**
     * It is over.
     *
     * @param done whether it did what it was for; false: another time
     * @param layout for {@link posthorn.mailbox.account.log.Input.Adopt}, when it was a checkpoint
     *     that now stands
     * @param text for people
     */
    record Over(boolean done, UnaryOperator<AccountState> layout, String text) implements Ask {
        static Over done(String text) {
            return new Over(true, UnaryOperator.identity(), text);
        }

        static Over later(String text) {
            return new Over(false, UnaryOperator.identity(), text);
        }
    }
}
