package posthorn.mailbox.account.checkpoint;

import posthorn.mailbox.account.BodyName;

/**
 * Names of stored segments. Of a checkpoint: {@code c<id>-<part>.<n>.<sweep>}, with the entry at
 * which it was made and the sweep under which it began. Of an entry: {@code e<proposal>-<i>.<n>},
 * with the only entry that may name it.
 */
final class SegmentName {
    private SegmentName() {}

    static String of(String id, String part, long n, long sweep) {
        return "c" + id + "-" + part + "." + n + "." + sweep;
    }

    /** Whether it was written for an entry. */
    static boolean isOfEntry(String name) {
        return name.startsWith("e");
    }

    /** Entry for which it was written, of one of an entry. */
    static long entry(String name) {
        return BodyName.number(name);
    }

    /** Sweep under which the checkpoint began. */
    static long sweep(String name) {
        return BodyName.number(name);
    }
}
