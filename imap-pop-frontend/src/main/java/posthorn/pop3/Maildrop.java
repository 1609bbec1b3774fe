package posthorn.pop3;

import java.util.BitSet;
import java.util.function.IntConsumer;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.UidSet;

/**
 * The messages of INBOX as they were at sign-in, under their numbers, and which of them are marked
 * as deleted.
 */
final class Maildrop {
    private final MessageIndex index;
    private final BitSet deleted = new BitSet();
    private final long allOctets;
    private int deletedCount;
    private long deletedOctets;

    Maildrop(MessageIndex index) {
        this.index = index;
        long sum = 0;
        for (int position = 0; position < index.size(); position++) {
            sum += index.octets(position);
        }
        this.allOctets = sum;
    }

    /** Messages that are not marked. */
    int count() {
        return index.size() - deletedCount;
    }

    /** Octets of the messages that are not marked. */
    long octets() {
        return allOctets - deletedOctets;
    }

    /** Whether there is such a message and it is not marked. */
    boolean has(int number) {
        return number >= 1 && number <= index.size() && !deleted.get(number);
    }

    void forEach(IntConsumer action) {
        for (int number = 1; number <= index.size(); number++) {
            if (has(number)) {
                action.accept(number);
            }
        }
    }

    long octets(int number) {
        return index.octets(number - 1);
    }

    long uid(int number) {
        return index.uid(number - 1);
    }

    /** Unique id of a message, the same in every session for as long as it exists (RFC 1939 §7). */
    String uniqueId(int number) {
        return index.uidValidity() + "." + uid(number);
    }

    void delete(int number) {
        if (!deleted.get(number)) {
            deleted.set(number);
            deletedCount++;
            deletedOctets += octets(number);
        }
    }

    void reset() {
        deleted.clear();
        deletedCount = 0;
        deletedOctets = 0;
    }

    /** What is marked. */
    UidSet deleted() {
        UidSet.Builder uids = UidSet.builder();
        deleted.stream().forEach(number -> uids.add(uid(number)));
        return uids.build();
    }
}
