package posthorn.store.rocks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.store.Deadline;
import posthorn.store.query.Filter;
import posthorn.store.query.SortOrder;

/** Reads one collection as it was when the reader was made. For one thread; must be closed. */
public final class Reader implements AutoCloseable {

    /** Where rows come from, one after the other. */
    public interface Rows extends AutoCloseable {
        /** The next row, or null when there are no more. */
        @Nullable Row next();

        /** Where another reader may go on after the last row that was given. */
        Position position();

        @Override
        void close();
    }

    /** A place in the rows of a query, for another reader to go on from. */
    public static final class Position {
        private final Scan.Position position;

        Position(Scan.Position position) {
            this.position = position;
        }

        /** Before the first row. */
        public static Position start() {
            return new Position(Scan.Position.START);
        }
    }

    private final StoredCollection collection;
    private final Storage storage;
    private final ReadView view;
    private final List<IndexDefinition> indexes;
    private final Deadline deadline;

    /**
     * A reader of a view.
     *
     * @param indexes those that are whole in the view
     */
    Reader(
            StoredCollection collection,
            Storage storage,
            ReadView view,
            List<IndexDefinition> indexes,
            Deadline deadline) {
        this.collection = collection;
        this.storage = storage;
        this.view = view;
        this.indexes = indexes;
        this.deadline = deadline;
    }

    /**
     * The way to answer a query.
     *
     * @param indexName the index to use, null to choose one
     */
    public Plan plan(Filter filter, SortOrder sort, @Nullable String indexName) {
        return collection.plan(indexes, filter, sort, indexName);
    }

    /**
     * Whether a plan that was made for an earlier reader still finds everything: its indexes are
     * there and lead to rows in the same way.
     */
    public boolean serves(Plan plan) {
        return plan.branches().stream().allMatch(branch -> indexes.contains(branch.index()));
    }

    /** The rows of the plan that match the filter, from a place on. */
    public Rows rows(Plan plan, Filter filter, Position from) {
        Scan scan = new Scan(collection, storage, view, plan, filter, deadline, from.position);
        return new Rows() {
            @Override
            public @Nullable Row next() {
                return scan.next();
            }

            @Override
            public Position position() {
                return new Position(scan.position());
            }

            @Override
            public void close() {
                scan.close();
            }
        };
    }

    @Override
    public void close() {
        view.close();
    }
}
