package posthorn.store.rocks;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;
import posthorn.store.Deadline;
import posthorn.store.query.Filter;

/**
 * Goes through the rows of a plan that match its filter. It can stop after any row and go on later,
 * on another view, from its {@link #position}: so a cursor holds neither a snapshot nor an iterator
 * while its client thinks. For one thread; must be closed.
 */
final class Scan implements AutoCloseable {
    private static final int ID_OFFSET = 4;

    /**
     * Where a scan stands.
     *
     * @param branch the branch of the plan
     * @param range the range of the branch
     * @param key the last key that was gone over in the range, null before the first
     */
    record Position(int branch, int range, byte @Nullable [] key) {
        static final Position START = new Position(0, 0, null);
    }

    private final StoredCollection collection;
    private final Storage storage;
    private final ReadView view;
    private final Plan plan;
    private final Filter filter;
    private final Deadline deadline;
    private Position position;
    private @Nullable RocksIterator iterator;
    private boolean placed;

    Scan(
            StoredCollection collection,
            Storage storage,
            ReadView view,
            Plan plan,
            Filter filter,
            Deadline deadline,
            Position position) {
        this.collection = collection;
        this.storage = storage;
        this.view = view;
        this.plan = plan;
        this.filter = filter;
        this.deadline = deadline;
        this.position = position;
    }

    Position position() {
        return position;
    }

    /** The next row, or null when there are no more. */
    @Nullable Row next() {
        while (position.branch < plan.branches().size()) {
            Plan.Branch branch = plan.branches().get(position.branch);
            if (position.range == branch.ranges().size()) {
                position = new Position(position.branch + 1, 0, null);
                closeIterator();
                continue;
            }
            int number =
                    branch.reverse() ? branch.ranges().size() - 1 - position.range : position.range;
            KeyRange range = branch.ranges().get(number);
            Row row = range.point() ? pointRow(branch, range) : rangeRow(branch, range);
            if (row != null) {
                return row;
            }
            position = new Position(position.branch, position.range + 1, null);
        }
        return null;
    }

    private @Nullable Row pointRow(Plan.Branch branch, KeyRange range) {
        if (position.key != null) {
            return null;
        }
        position = new Position(position.branch, position.range, range.start());
        storage.keysExamined().increment();
        boolean primary = branch.index().isPrimary();
        byte[] value = view.get(primary ? Family.DOCUMENTS : Family.INDEXES, range.start());
        return value == null ? null : accept(branch, range.start(), value);
    }

    private @Nullable Row rangeRow(Plan.Branch branch, KeyRange range) {
        RocksIterator keys = iterator(branch, range);
        while (keys.isValid()) {
            byte[] key = keys.key();
            if (!range.contains(key)) {
                break;
            }
            storage.keysExamined().increment();
            byte[] value = keys.value();
            position = new Position(position.branch, position.range, key);
            if (branch.reverse()) {
                keys.prev();
            } else {
                keys.next();
            }
            Row row = accept(branch, key, value);
            if (row != null) {
                return row;
            }
        }
        ReadView.check(keys);
        placed = false;
        return null;
    }

    /** The iterator at the next key of the range; it is placed anew when a range begins. */
    private RocksIterator iterator(Plan.Branch branch, KeyRange range) {
        Family family = branch.index().isPrimary() ? Family.DOCUMENTS : Family.INDEXES;
        RocksIterator keys = iterator;
        if (keys == null) {
            keys = view.iterator(family);
            iterator = keys;
        }
        if (!placed) {
            placed = true;
            seek(keys, branch.reverse(), range);
        }
        return keys;
    }

    private void seek(RocksIterator keys, boolean reverse, KeyRange range) {
        byte[] last = position.key;
        byte[] from = last != null ? last : reverse ? range.end() : range.start();
        if (!reverse) {
            keys.seek(from);
            if (last != null && keys.isValid() && Arrays.equals(keys.key(), last)) {
                keys.next();
            }
            return;
        }
        keys.seekForPrev(from);
        if (keys.isValid() && Arrays.equals(keys.key(), from)) {
            keys.prev();
        }
    }

    private @Nullable Row accept(Plan.Branch branch, byte[] key, byte[] value) {
        Row row = row(branch.index(), key, value);
        if (row == null) {
            return null;
        }
        storage.documentsExamined().increment();
        deadline.check();
        boolean wanted =
                filter.matches(row.document())
                        && branch.filter().matches(row.document())
                        && isFirstKey(branch, key, row)
                        && isFirstBranch(row);
        return wanted ? row : null;
    }

    private @Nullable Row row(IndexDefinition index, byte[] key, byte[] value) {
        if (index.isPrimary()) {
            return Row.of(Arrays.copyOfRange(key, ID_OFFSET, key.length), value);
        }
        byte[] document = view.get(Family.DOCUMENTS, collection.documentKey(value));
        return document == null ? null : Row.of(value, document);
    }

    /** A document with several keys in the ranges is given once, at the first one of them. */
    private static boolean isFirstKey(Plan.Branch branch, byte[] key, Row row) {
        if (branch.index().arrays() == 0) {
            return true;
        }
        for (IndexDefinition.Entry entry :
                branch.index().entries(row.document(), row.id()).list()) {
            int order = Arrays.compareUnsigned(entry.key(), key);
            boolean earlier = branch.reverse() ? order > 0 : order < 0;
            if (earlier
                    && branch.ranges().stream().anyMatch(range -> range.contains(entry.key()))) {
                return false;
            }
        }
        return true;
    }

    private boolean isFirstBranch(Row row) {
        List<Plan.Branch> branches = plan.branches();
        for (int i = 0; i < position.branch; i++) {
            if (branches.get(i).filter().matches(row.document())) {
                return false;
            }
        }
        return true;
    }

    private void closeIterator() {
        if (iterator != null) {
            iterator.close();
            iterator = null;
            placed = false;
        }
    }

    @Override
    public void close() {
        closeIterator();
    }
}
