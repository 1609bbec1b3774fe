package posthorn.pop3;

import java.util.BitSet;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.UidSet;

/**
 * The messages of INBOX as they were at sign-in, under their numbers, and which of them are marked
 * as deleted. What takes longer for many messages says so.
 */
public final class Maildrop {

    /** What LIST and UIDL tell of a message. */
    public enum Column {
        /** Its size. */
        OCTETS,
        /** Its unique id. */
        UNIQUE_ID
    }

    /**
     * Takes lines.
     *
     * @param <E> what may go wrong
     */
    @FunctionalInterface
    public interface Lines<E extends Exception> {
        /** The next line, with its end. */
        void line(String text) throws E;
    }

    private final MessageIndex index;
    private final BitSet deleted = new BitSet();
    private final long allOctets;
    private int deletedCount;
    private long deletedOctets;

    /** INBOX. Takes time for each message. */
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

    /** A line for each message that is not marked. Takes time for each message. */
    public <E extends Exception> void list(Column column, Lines<E> lines) throws E {
        for (int number = 1; number <= index.size(); number++) {
            if (has(number)) {
                lines.line(line(number, column));
            }
        }
    }

    /** The line of one message. */
    String line(int number, Column column) {
        return switch (column) {
            case OCTETS -> number + " " + octets(number) + "\r\n";
            case UNIQUE_ID -> number + " " + uniqueId(number) + "\r\n";
        };
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

    /** What is marked. Takes time for each message that is. */
    public UidSet deleted() {
        UidSet.Builder uids = UidSet.builder();
        deleted.stream().forEach(number -> uids.add(uid(number)));
        return uids.build();
    }
}
