package posthorn.frontend.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of the flags of a mailbox, each with its bit. Immutable; it only grows, so that a bit that
 * was given keeps its meaning from one {@link MessageIndex} of a mailbox to the next. Names are
 * compared without regard to case.
 */
public final class FlagNames {

    /** The system flags that are stored (RFC 3501 §2.3.2), at bits 0 to 4 of every index. */
    public static final FlagNames SYSTEM =
            new FlagNames(List.of("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"));

    public static final long ANSWERED = 1;
    public static final long FLAGGED = 1 << 1;
    public static final long DELETED = 1 << 2;
    public static final long SEEN = 1 << 3;
    public static final long DRAFT = 1 << 4;

    /** As many as there are bits. */
    public static final int LIMIT = 64;

    private final List<String> names;

    private FlagNames(List<String> names) {
        this.names = names;
    }

    /** Names by their bit. */
    public List<String> names() {
        return names;
    }

    /** Bit of the name, -1: it has none. */
    public int bit(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Bits of the names; names that have none are left out. */
    public long bits(Iterable<String> flags) {
        long bits = 0;
        for (String flag : flags) {
            int bit = bit(flag);
            bits |= bit < 0 ? 0 : 1L << bit;
        }
        return bits;
    }

    /** These names and the new ones among the given; beyond {@link #LIMIT} names are left out. */
    public FlagNames with(Iterable<String> flags) {
        FlagNames result = this;
        for (String flag : flags) {
            if (result.bit(flag) < 0 && result.names.size() < LIMIT) {
                List<String> more = new ArrayList<>(result.names);
                more.add(flag);
                result = new FlagNames(List.copyOf(more));
            }
        }
        return result;
    }
}
