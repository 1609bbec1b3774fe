package posthorn.store.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import posthorn.store.CommandFailure;
import posthorn.store.Deadline;
import posthorn.store.query.Filter;
import posthorn.store.query.FilterParser;
import posthorn.store.query.Projection;
import posthorn.store.query.SortOrder;
import posthorn.store.rocks.Catalog;
import posthorn.store.rocks.Reader;
import posthorn.store.rocks.StoredCollection;

/** {@code find} and what counts: {@code count}, and {@code aggregate} as far as it counts. */
final class FindCommand {
    private static final long DEFAULT_BATCH = 101;

    private final Catalog catalog;
    private final Cursors cursors;
    private final long sortBytes;

    FindCommand(Catalog catalog, Cursors cursors, long sortBytes) {
        this.catalog = catalog;
        this.cursors = cursors;
        this.sortBytes = sortBytes;
    }

    BsonDocument find(Request request) {
        request.allow(
                "filter",
                "sort",
                "projection",
                "hint",
                "skip",
                "limit",
                "batchSize",
                "singleBatch",
                "allowDiskUse",
                "allowPartialResults");
        StoredCollection collection = catalog.find(request.database(), request.collection());
        long limit = positive(request, "limit");
        long size = positive(request, "batchSize");
        long first = request.body().containsKey("batchSize") ? size : DEFAULT_BATCH;
        Results.Query query =
                new Results.Query(
                        request.filter("filter"),
                        request.sort(),
                        Projection.parse(request.document("projection")),
                        positive(request, "skip"),
                        limit,
                        collection == null ? null : Request.hint(request.body(), collection));
        if (collection == null) {
            return Answers.firstBatch(request.namespace(), 0, List.of());
        }
        Results results = new Results(collection, query, sortBytes);
        List<BsonDocument> batch = results.next(first, request.deadline());
        boolean finished = results.isFinished() || request.flag("singleBatch", false);
        String namespace = request.namespace();
        return Answers.firstBatch(
                namespace, finished ? 0 : cursors.open(namespace, results), batch);
    }

    private static long positive(Request request, String argument) {
        long number = request.number(argument, 0);
        if (number < 0) {
            throw new CommandFailure(
                    51024, "Location51024", argument + " must not be negative: " + number);
        }
        return number;
    }

    BsonDocument count(Request request) {
        request.allow("query", "limit", "skip", "hint");
        long n =
                count(
                        request,
                        request.filter("query"),
                        positive(request, "skip"),
                        Math.abs(request.number("limit", 0)));
        return Answers.ok(new BsonDocument("n", new BsonInt64(n)));
    }

    private long count(Request request, Filter filter, long skip, long limit) {
        StoredCollection collection = catalog.find(request.database(), request.collection());
        if (collection == null) {
            return 0;
        }
        String hint = Request.hint(request.body(), collection);
        Deadline deadline = request.deadline();
        long n = -skip;
        try (Reader reader = collection.read(deadline);
                Reader.Rows rows =
                        reader.rows(
                                reader.plan(filter, SortOrder.NONE, hint),
                                filter,
                                Reader.Position.start())) {
            while ((limit == 0 || n < limit) && rows.next() != null) {
                n++;
            }
        }
        return Math.max(0, n);
    }

    /**
     * The one pipeline that drivers send to count: {@code $match}, {@code $skip}, {@code $limit},
     * and a {@code $group} that adds up ones.
     */
    BsonDocument aggregate(Request request) {
        request.allow("pipeline", "cursor", "hint", "allowDiskUse");
        List<BsonDocument> stages = new ArrayList<>(request.documents("pipeline"));
        Filter filter = Filter.everything();
        long skip = 0;
        long limit = 0;
        BsonValue group = null;
        for (BsonDocument stage : stages) {
            BsonValue operand = stage.get(stage.getFirstKey(), BsonNull.VALUE);
            switch (stage.getFirstKey()) {
                case "$match" -> filter = FilterParser.parse(operand.asDocument());
                case "$skip" -> skip = operand.asNumber().longValue();
                case "$limit" -> limit = operand.asNumber().longValue();
                case "$group" -> group = countingGroup(operand);
                default ->
                        throw CommandFailure.notImplemented(
                                "the aggregation stage " + stage.getFirstKey());
            }
        }
        if (group == null) {
            throw CommandFailure.notImplemented("aggregations that do not count documents");
        }
        long n = count(request, filter, skip, limit);
        BsonDocument row =
                new BsonDocument("_id", group)
                        .append("n", n == (int) n ? new BsonInt32((int) n) : new BsonInt64(n));
        return Answers.firstBatch(request.namespace(), 0, n == 0 ? List.of() : List.of(row));
    }

    private static BsonValue countingGroup(BsonValue group) {
        BsonDocument document = group.asDocument();
        BsonValue sum = document.get("n", BsonNull.VALUE);
        boolean counts =
                document.keySet().equals(Set.of("_id", "n"))
                        && sum.isDocument()
                        && sum.asDocument().equals(new BsonDocument("$sum", new BsonInt32(1)));
        BsonValue id = document.get("_id", BsonNull.VALUE);
        if (!counts || !(id.isNull() || id.isNumber())) {
            throw CommandFailure.notImplemented("$group other than to count documents");
        }
        return id;
    }
}
