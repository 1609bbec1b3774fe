package posthorn.frontend.store;

import java.util.Arrays;

/**
 * What is different between two indexes of the same mailbox, of which one came from the other.
 * Chunks that both share are passed over, so that the cost is that of the changes, not of the
 * mailbox.
 *
 * @param expunged positions in the older index, ascending
 * @param changed positions in the newer index, ascending, of messages that both have, with other
 *     flags or another mod-sequence
 * @param added how many messages at the end of the newer index the older one does not have
 */
public record IndexDifference(int[] expunged, int[] changed, int added) {

    /** The difference. */
    public static IndexDifference between(MessageIndex older, MessageIndex newer) {
        Walk walk = new Walk(older, newer);
        walk.run();
        return new IndexDifference(
                walk.expunged.toArray(), walk.changed.toArray(), newer.size() - walk.common);
    }

    /** Two cursors, each a chunk and a row in it. */
    private static final class Walk {
        private final IndexChunk[] a;
        private final IndexChunk[] b;
        private int chunkA;
        private int rowA;
        private int chunkB;
        private int rowB;
        private int positionA;
        private int positionB;
        private int common;
        private final Ints expunged = new Ints();
        private final Ints changed = new Ints();

        Walk(MessageIndex older, MessageIndex newer) {
            a = older.chunks();
            b = newer.chunks();
        }

        @SuppressWarnings("ReferenceEquality") // the same object is what makes it cheap
        void run() {
            while (chunkA < a.length) {
                if (chunkB < b.length && rowA == 0 && rowB == 0 && a[chunkA] == b[chunkB]) {
                    pass(a[chunkA].size());
                } else if (chunkB == b.length || a[chunkA].uid(rowA) < b[chunkB].uid(rowB)) {
                    expunged.add(positionA);
                    stepA(1);
                } else {
                    compare();
                }
            }
        }

        private void pass(int rows) {
            common += rows;
            stepA(rows);
            stepB(rows);
        }

        private void compare() {
            IndexChunk x = a[chunkA];
            IndexChunk y = b[chunkB];
            if (x.flags()[rowA] != y.flags()[rowB] || x.modSeqs()[rowA] != y.modSeqs()[rowB]) {
                changed.add(positionB);
            }
            pass(1);
        }

        private void stepA(int rows) {
            positionA += rows;
            rowA += rows;
            if (rowA == a[chunkA].size()) {
                chunkA++;
                rowA = 0;
            }
        }

        private void stepB(int rows) {
            positionB += rows;
            rowB += rows;
            if (rowB == b[chunkB].size()) {
                chunkB++;
                rowB = 0;
            }
        }
    }

    private static final class Ints {
        private int[] values = new int[8];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
