package posthorn.store.rocks;

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
        Place place();

        @Override
        void close();
    }

    /** A place in the rows of a query, for another reader to go on from. */
    public static final class Place {
        private final Scan.Position position;

        Place(Scan.Position position) {
            this.position = position;
        }

        /** Before the first row. */
        public static Place start() {
            return new Place(Scan.Position.START);
        }
    }

    private final StoredCollection collection;
    private final Storage storage;
    private final ReadView view;
    private final Deadline deadline;

    Reader(StoredCollection collection, Storage storage, ReadView view, Deadline deadline) {
        this.collection = collection;
        this.storage = storage;
        this.view = view;
        this.deadline = deadline;
    }

    /**
     * The way to answer a query.
     *
     * @param indexName the index to use, null to choose one
     */
    public Plan plan(Filter filter, SortOrder sort, @Nullable String indexName) {
        return collection.plan(filter, sort, indexName);
    }

    /** The rows of the plan that match the filter, from a place on. */
    public Rows rows(Plan plan, Filter filter, Place from) {
        Scan scan = new Scan(collection, storage, view, plan, filter, deadline, from.position);
        return new Rows() {
            @Override
            public @Nullable Row next() {
                return scan.next();
            }

            @Override
            public Place place() {
                return new Place(scan.position());
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
