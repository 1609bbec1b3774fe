package posthorn.frontend.store;

import java.util.ArrayList;
import java.util.List;

/** Puts an index together, row by row or in whole chunks, by ascending UID. For one thread. */
public final class IndexBuilder {

    private final MailboxHead head;
    private final FlagNames names;

    /** Bit in the index for each bit of a row; null: they are the same. */
    private final int[] bits;

    private final List<IndexChunk> chunks = new ArrayList<>();
    private IndexChunk open = IndexChunk.ofCapacity(IndexChunk.CAPACITY);
    private int filled;

    IndexBuilder(MailboxHead head, List<String> rowNames, FlagNames known) {
        this.head = head;
        this.names = known.with(rowNames);
        this.bits = new int[rowNames.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = names.bit(rowNames.get(i));
        }
    }

    /**
     * The next message.
     *
     * @param flags bit i: the i-th of the names given to {@link MessageIndex#builder}
     * @param internalDate milliseconds since 1970
     */
    public IndexBuilder row(long uid, long flags, long modSeq, long octets, long internalDate) {
        if (filled == IndexChunk.CAPACITY) {
            flush();
        }
        open.set(filled++, uid, translated(flags), modSeq, octets, internalDate);
        return this;
    }

    private long translated(long flags) {
        long result = 0;
        for (long rest = flags; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            if (bit < bits.length && bits[bit] >= 0) {
                result |= 1L << bits[bit];
            }
        }
        return result;
    }

    void copy(MessageIndex from, int position) {
        row(
                from.uid(position),
                from.flags(position),
                from.modSeq(position),
                from.octets(position),
                from.internalDate(position));
    }

    /**
     * A whole chunk whose bits are the index's own; kept as it is, unless it is so small that it
     * joins the one before.
     */
    void chunk(IndexChunk chunk) {
        flush();
        if (chunk.size() == 0) {
            return;
        }
        int last = chunks.size() - 1;
        if (last >= 0 && chunks.get(last).size() + chunk.size() <= IndexChunk.CAPACITY / 2) {
            chunks.set(last, chunks.get(last).plus(chunk));
        } else {
            chunks.add(chunk);
        }
    }

    private void flush() {
        if (filled > 0) {
            IndexChunk full = open.cut(filled);
            if (filled == IndexChunk.CAPACITY) {
                open = IndexChunk.ofCapacity(IndexChunk.CAPACITY);
            }
            filled = 0;
            chunkOrJoin(full);
        }
    }

    private void chunkOrJoin(IndexChunk chunk) {
        int last = chunks.size() - 1;
        if (last >= 0 && chunks.get(last).size() + chunk.size() <= IndexChunk.CAPACITY) {
            chunks.set(last, chunks.get(last).plus(chunk));
        } else {
            chunks.add(chunk);
        }
    }

    /** The index. */
    public MessageIndex build() {
        flush();
        return new MessageIndex(head, names, chunks.toArray(IndexChunk[]::new));
    }
}
