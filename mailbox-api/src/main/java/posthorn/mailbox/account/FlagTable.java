package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which bit stands for which flag in a mailbox: bits 0 to 4 for the system flags of RFC 3501
 * §2.3.2, then keywords in the order in which the mailbox first saw them. A bit never changes its
 * meaning. Immutable.
 */
public final class FlagTable {
    /** The system flags, by bit. */
    public static final List<String> SYSTEM =
            List.of("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft");

    /** Most keywords that a mailbox can have: bit 63 says that a message is gone. */
    public static final int MAX_KEYWORDS = 63 - SYSTEM.size();

    /** Without keywords. */
    public static final FlagTable EMPTY = new FlagTable(List.of());

    /** \Deleted. */
    public static final long DELETED = 1L << 3;

    private static final int MAX_LENGTH = 128;

    private final List<String> keywords;

    private FlagTable(List<String> keywords) {
        this.keywords = keywords;
    }

    /** Table with these keywords, in the order of their bits. */
    public static FlagTable of(List<String> keywords) {
        return new FlagTable(List.copyOf(keywords));
    }

    /** Keywords in the order of their bits. */
    public List<String> keywords() {
        return keywords;
    }

    /** All flags in the order of their bits. */
    public List<String> names() {
        var names = new ArrayList<>(SYSTEM);
        names.addAll(keywords);
        return names;
    }

    /** Flags of the bits. */
    public List<String> names(long bits) {
        var names = new ArrayList<String>(Long.bitCount(bits));
        for (int bit = 0; bit < SYSTEM.size() + keywords.size(); bit++) {
            if ((bits >>> bit & 1) != 0) {
                names.add(
                        bit < SYSTEM.size() ? SYSTEM.get(bit) : keywords.get(bit - SYSTEM.size()));
            }
        }
        return names;
    }

    /** Bits of the flags that the table has. */
    public long bits(List<String> flags) {
        long bits = 0;
        for (var flag : flags) {
            int bit = bit(flag);
            bits |= bit < 0 ? 0 : 1L << bit;
        }
        return bits;
    }

    /** This table, and after its own the keywords among the flags that it does not have. */
    public FlagTable with(List<String> flags) {
        List<String> more = null;
        for (var flag : flags) {
            if (bit(flag) < 0 && (more == null || !contains(more, flag))) {
                more = more == null ? new ArrayList<>(keywords) : more;
                more.add(flag);
            }
        }
        return more == null ? this : of(more);
    }

    private static boolean contains(List<String> flags, String flag) {
        return flags.stream().anyMatch(flag::equalsIgnoreCase);
    }

    private int bit(String flag) {
        var names = flag.startsWith("\\") ? SYSTEM : keywords;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(flag)) {
                return flag.startsWith("\\") ? i : SYSTEM.size() + i;
            }
        }
        return -1;
    }

    /**
     * Whether a message can carry the flag: a system flag, or a keyword that is an atom (RFC 3501
     * §9).
     */
    public static boolean isFlag(String flag) {
        if (flag.startsWith("\\")) {
            return contains(SYSTEM, flag);
        }
        return !flag.isEmpty()
                && flag.length() <= MAX_LENGTH
                && flag.chars().allMatch(c -> c > ' ' && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0);
    }

    /** Whether it is \Recent, which belongs to sessions and is not kept. */
    static boolean isRecent(String flag) {
        return flag.toLowerCase(Locale.ROOT).equals("\\recent");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlagTable table && keywords.equals(table.keywords);
    }

    @Override
    public int hashCode() {
        return keywords.hashCode();
    }

    @Override
    public String toString() {
        return keywords.toString();
    }
}
