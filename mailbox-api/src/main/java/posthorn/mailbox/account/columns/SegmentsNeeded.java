package posthorn.mailbox.account.columns;

import java.io.Serial;
import java.util.Set;

/**
 * Segments have to be loaded before the operation can be done; nothing was changed. Never leaves
 * the account's room.
 */
public final class SegmentsNeeded extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final transient Set<String> names;

    public SegmentsNeeded(Set<String> names) {
        super(names.size() + " segments are not in memory", null, false, false);
        this.names = names;
    }

    /** What to load. */
    public Set<String> names() {
        return names;
    }
}
