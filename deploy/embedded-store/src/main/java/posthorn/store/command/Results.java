package posthorn.store.command;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.Deadline;
import posthorn.store.query.Filter;
import posthorn.store.query.Projection;
import posthorn.store.query.SortOrder;
import posthorn.store.rocks.Plan;
import posthorn.store.rocks.Reader;
import posthorn.store.rocks.Row;
import posthorn.store.rocks.StoredCollection;

/**
 * The results of a query, batch by batch. Where an index brings the rows in order, only the place
 * in it is kept between two batches; otherwise the sorted documents are. Not thread-safe.
 */
final class Results {
    /** How many bytes of documents one answer brings, unless one document alone is larger. */
    private static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;

    /**
     * What is asked.
     *
     * @param limit how many documents at the most, 0 for all
     */
    record Query(
            Filter filter,
            SortOrder sort,
            @Nullable Projection projection,
            long skip,
            long limit,
            @Nullable String hint) {}

    private final StoredCollection collection;
    private final Query query;
    private final long sortBytes;
    private @Nullable Plan plan;
    private Reader.Position position = Reader.Position.start();
    private @Nullable List<RawBsonDocument> sorted;
    private long skipped;
    private long given;
    private boolean finished;

    Results(StoredCollection collection, Query query, long sortBytes) {
        this.collection = collection;
        this.query = query;
        this.sortBytes = sortBytes;
    }

    /** Whether all results have been given. */
    boolean isFinished() {
        return finished;
    }

    /** The next documents, at most {@code max} of them. */
    List<BsonDocument> next(long max, Deadline deadline) {
        List<BsonDocument> batch = new ArrayList<>();
        if (sorted != null) {
            fromSorted(sorted, batch, max);
            return batch;
        }
        try (Reader reader = collection.read(deadline)) {
            Plan kept = plan;
            if (kept != null && !reader.serves(kept)) {
                throw new CommandFailure(
                        175, "QueryPlanKilled", "an index of the query was dropped or has changed");
            }
            Plan chosen = kept != null ? kept : reader.plan(query.filter, query.sort, query.hint);
            plan = chosen;
            try (Reader.Rows rows = reader.rows(chosen, query.filter, position)) {
                if (chosen.sorted()) {
                    fromRows(rows, batch, max);
                    return batch;
                }
                sorted = sort(rows);
            }
        }
        fromSorted(sorted, batch, max);
        return batch;
    }

    private void fromRows(Reader.Rows rows, List<BsonDocument> batch, long max) {
        long bytes = 0;
        while (query.limit == 0 || given < query.limit) {
            Reader.Position before = rows.position();
            Row row = rows.next();
            if (row == null) {
                break;
            }
            if (skipped < query.skip) {
                skipped++;
                continue;
            }
            bytes += size(row.document());
            if (batch.size() >= max || (bytes > MAX_BATCH_BYTES && !batch.isEmpty())) {
                position = before;
                return;
            }
            batch.add(projected(row.document()));
            given++;
        }
        finished = true;
    }

    private void fromSorted(List<RawBsonDocument> documents, List<BsonDocument> batch, long max) {
        long bytes = 0;
        while (!documents.isEmpty()) {
            RawBsonDocument document = documents.getLast();
            bytes += size(document);
            if (batch.size() >= max || (bytes > MAX_BATCH_BYTES && !batch.isEmpty())) {
                return;
            }
            documents.removeLast();
            batch.add(projected(document));
        }
        finished = true;
    }

    /** The wanted rows, the last one first; only as many are kept as are wanted. */
    private List<RawBsonDocument> sort(Reader.Rows rows) {
        long wanted = query.limit == 0 ? Long.MAX_VALUE : query.skip + query.limit;
        PriorityQueue<RawBsonDocument> worstFirst = new PriorityQueue<>(query.sort.reversed());
        long bytes = 0;
        for (Row row = rows.next(); row != null; row = rows.next()) {
            worstFirst.add(row.document());
            bytes += size(row.document());
            if (worstFirst.size() > wanted) {
                bytes -= size(worstFirst.remove());
            }
            if (bytes > sortBytes) {
                throw new CommandFailure(
                        292,
                        "QueryExceededMemoryLimitNoDiskUseAllowed",
                        "sorting without an index exceeded the limit of " + sortBytes + " bytes");
            }
        }
        List<RawBsonDocument> sortedRows = new ArrayList<>(worstFirst.size());
        long kept = Math.max(0, worstFirst.size() - query.skip);
        while (sortedRows.size() < kept) {
            sortedRows.add(worstFirst.remove());
        }
        return sortedRows;
    }

    private BsonDocument projected(RawBsonDocument document) {
        return query.projection == null ? document : query.projection.apply(document);
    }

    private static int size(RawBsonDocument document) {
        return document.getByteBuffer().remaining();
    }
}
