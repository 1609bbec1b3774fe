package posthorn.frontend.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The messages of one mailbox at one moment: UID, flags, mod-sequence, size and internal date of
 * each, by ascending UID.
 *
 * <p>Immutable, and cheap to change: a changed index shares the chunks that did not change with the
 * one it came from, so that thousands of sessions, each holding the index that its client was last
 * told about, cost little more than one. Positions count from 0; an IMAP sequence number is a
 * position + 1.
 */
public final class MessageIndex {

    /** No messages of no mailbox. */
    public static final MessageIndex EMPTY =
            new MessageIndex(
                    new MailboxHead(0, "", 0, 1, 0, 0, 1, 0, "", 0),
                    FlagNames.SYSTEM,
                    new IndexChunk[0]);

    private final MailboxHead head;
    private final FlagNames names;
    private final IndexChunk[] chunks;

    /** Position of the first message of each chunk; one more for the end. */
    private final int[] starts;

    MessageIndex(MailboxHead head, FlagNames names, IndexChunk[] chunks) {
        this.head = head;
        this.names = names;
        this.chunks = chunks;
        this.starts = new int[chunks.length + 1];
        for (int i = 0; i < chunks.length; i++) {
            starts[i + 1] = starts[i] + chunks[i].size();
        }
    }

    /**
     * A builder for the rows of a mailbox.
     *
     * @param flagNames that the rows' bits stand for
     * @param known names of an older index of the same mailbox, whose bits are kept, or {@link
     *     FlagNames#SYSTEM}
     */
    public static IndexBuilder builder(MailboxHead head, List<String> flagNames, FlagNames known) {
        return new IndexBuilder(head, flagNames, known);
    }

    public long mailbox() {
        return head.mailbox();
    }

    public long uidValidity() {
        return head.uidValidity();
    }

    public long uidNext() {
        return head.uidNext();
    }

    /**
     * RFC 7162 §3.1.2.1: no message here has a higher mod-sequence, and no expunge happened at a
     * higher one.
     */
    public long highestModSeq() {
        return head.highestModSeq();
    }

    /** Messages with this UID or a higher one are {@code \Recent} for the next who takes them. */
    public long recentFrom() {
        return head.recentFrom();
    }

    public FlagNames names() {
        return names;
    }

    public int size() {
        return starts[chunks.length];
    }

    public long uid(int position) {
        int chunk = chunkAt(position);
        return chunks[chunk].uid(position - starts[chunk]);
    }

    /** Bits of {@link #names}. */
    public long flags(int position) {
        int chunk = chunkAt(position);
        return chunks[chunk].flags()[position - starts[chunk]];
    }

    public long modSeq(int position) {
        int chunk = chunkAt(position);
        return chunks[chunk].modSeqs()[position - starts[chunk]];
    }

    /** Size of the message. */
    public long octets(int position) {
        int chunk = chunkAt(position);
        return Integer.toUnsignedLong(chunks[chunk].octets()[position - starts[chunk]]);
    }

    /** Internal date, milliseconds since 1970. */
    public long internalDate(int position) {
        int chunk = chunkAt(position);
        return chunks[chunk].dates()[position - starts[chunk]];
    }

    private int chunkAt(int position) {
        if (position < 0 || position >= size()) {
            throw new IndexOutOfBoundsException(position);
        }
        int low = 0;
        int high = chunks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Position of the first message with this UID or a higher one; the size when there is none. */
    public int lowerBound(long uid) {
        int low = 0;
        int high = chunks.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks[middle].lastUid() < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == chunks.length ? size() : starts[low] + chunks[low].lowerBound(uid);
    }

    /** Position of the message with this UID; -1: there is none. */
    public int position(long uid) {
        int position = lowerBound(uid);
        return position < size() && uid(position) == uid ? position : -1;
    }

    /** The UIDs of messages that are here, of those in the set. */
    public UidSet present(UidSet set) {
        UidSet.Builder present = UidSet.builder();
        for (int i = 0; i < set.ranges(); i++) {
            for (int p = lowerBound(set.first(i)); p < size() && uid(p) <= set.last(i); p++) {
                present.add(uid(p));
            }
        }
        return present.build();
    }

    /** UIDs of all messages. */
    public UidSet uids() {
        return present(UidSet.range(1, 0xFFFF_FFFFL));
    }

    /**
     * This index with new messages, whose UIDs are higher than all that were here before.
     *
     * @param rows with UIDs, flags as bits of {@code rows.names()}, and the rest
     */
    public MessageIndex plus(MessageIndex rows) {
        IndexBuilder builder =
                new IndexBuilder(rows.head, rows.names.names(), names.with(rows.names.names()));
        for (IndexChunk chunk : chunks) {
            builder.chunk(chunk);
        }
        for (int i = 0; i < rows.size(); i++) {
            builder.row(
                    rows.uid(i),
                    rows.flags(i),
                    rows.modSeq(i),
                    rows.octets(i),
                    rows.internalDate(i));
        }
        return builder.build();
    }

    /**
     * This index after messages got a set of flags, all the same; a UID that is not here is passed
     * over.
     */
    public MessageIndex withFlags(UidSet uids, Iterable<String> flags, long modSeq) {
        FlagNames grown = names.with(flags);
        long bits = grown.bits(flags);
        IndexChunk[] changed = chunks.clone();
        for (int i = 0; i < changed.length; i++) {
            if (uids.intersects(changed[i].firstUid(), changed[i].lastUid())) {
                changed[i] = changed[i].withFlags(uids, bits, modSeq);
            }
        }
        return new MessageIndex(with(head.uidNext(), head.recentFrom(), modSeq), grown, changed);
    }

    /** This index after messages were expunged; a UID that is not here is passed over. */
    public MessageIndex without(UidSet uids, long modSeq) {
        IndexBuilder builder =
                new IndexBuilder(with(head.uidNext(), head.recentFrom(), modSeq), List.of(), names);
        for (IndexChunk chunk : chunks) {
            boolean touched = uids.intersects(chunk.firstUid(), chunk.lastUid());
            builder.chunk(touched ? chunk.without(uids) : chunk);
        }
        return builder.build();
    }

    /** This index after messages below a UID stopped being {@code \Recent} for anybody else. */
    public MessageIndex withRecentFrom(long recentFrom) {
        return new MessageIndex(
                with(head.uidNext(), recentFrom, head.highestModSeq()), names, chunks);
    }

    /** This index with the same messages, and at least this UIDNEXT and mod-sequence. */
    public MessageIndex withNumbers(long uidNext, long modSeq) {
        return new MessageIndex(with(uidNext, head.recentFrom(), modSeq), names, chunks);
    }

    private MailboxHead with(long uidNext, long recentFrom, long modSeq) {
        return new MailboxHead(
                head.mailbox(),
                head.name(),
                head.uidValidity(),
                Math.max(head.uidNext(), uidNext),
                head.messages(),
                head.unseen(),
                recentFrom,
                Math.max(head.highestModSeq(), modSeq),
                head.specialUse(),
                head.octets());
    }

    IndexChunk[] chunks() {
        return chunks;
    }

    /** The mailbox in numbers; its counts are those of when it was read whole. */
    public MailboxHead head() {
        return head;
    }

    /**
     * This index, in which messages that an older one had and this one has not keep their places.
     *
     * @param expunged their positions in the older index, ascending
     */
    public MessageIndex keeping(MessageIndex older, int[] expunged) {
        if (expunged.length == 0) {
            return this;
        }
        IndexBuilder builder = new IndexBuilder(head, names.names(), names);
        int next = 0;
        for (int position : expunged) {
            long uid = older.uid(position);
            for (; next < size() && uid(next) < uid; next++) {
                builder.copy(this, next);
            }
            builder.copy(older, position);
        }
        for (; next < size(); next++) {
            builder.copy(this, next);
        }
        return builder.build();
    }

    /** All messages as rows, for tests and logs. */
    @Override
    public String toString() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(size(), 20); i++) {
            rows.add(uid(i) + ":" + Long.toHexString(flags(i)) + "@" + modSeq(i));
        }
        return head.name() + " " + size() + " " + rows;
    }
}
