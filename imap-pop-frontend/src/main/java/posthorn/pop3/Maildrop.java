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

    Maildrop(MessageIndex index) {
        this.index = index;
    }

    /** Messages that are not marked. */
    int count() {
        return index.size() - deleted.cardinality();
    }

    /** Octets of the messages that are not marked. */
    long octets() {
        long sum = 0;
        for (int number = 1; number <= index.size(); number++) {
            sum += has(number) ? octets(number) : 0;
        }
        return sum;
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
        deleted.set(number);
    }

    void reset() {
        deleted.clear();
    }

    /** What is marked. */
    UidSet deleted() {
        UidSet.Builder uids = UidSet.builder();
        deleted.stream().forEach(number -> uids.add(uid(number)));
        return uids.build();
    }
}
