package posthorn.mailbox.account;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of {@link AccountState#decide}. */
public sealed interface Decision {
    /** Segments have to be loaded first. */
    record Needs(Set<String> segments) implements Decision {}

    /**
     * The commands are decided.
     *
     * @param entry what becomes true when it is inserted; null: nothing changes
     * @param results answers in the order of the commands; those with n 0 are not in the entry:
     *     refused, or nothing to do. They suppose that the entry becomes true
     * @param bodies ids of the bodies that the entry adds: to be stored for its number before it is
     *     inserted
     * @param segments content, by name, of segments that the entry names: to be stored before it is
     *     inserted
     */
    record Decided(
            @Nullable Entry entry,
            List<Result> results,
            List<String> bodies,
            Map<String, byte[]> segments)
            implements Decision {}
}
