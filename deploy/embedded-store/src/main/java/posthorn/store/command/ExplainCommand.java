package posthorn.store.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.query.Filter;
import posthorn.store.query.SortOrder;
import posthorn.store.rocks.Catalog;
import posthorn.store.rocks.Plan;
import posthorn.store.rocks.Reader;
import posthorn.store.rocks.StoredCollection;

/**
 * {@code explain} of a {@code find}: which indexes would serve it, in MongoDB's names of stages as
 * far as there is the like here. A stage {@code COLLSCAN} means what it means there: all documents
 * of the collection are looked at.
 */
final class ExplainCommand {

    private final Catalog catalog;

    ExplainCommand(Catalog catalog) {
        this.catalog = catalog;
    }

    BsonDocument explain(Request request) {
        request.allow("verbosity");
        BsonValue asked = request.body().get("explain");
        if (asked == null || !asked.isDocument() || !asked.asDocument().containsKey("find")) {
            throw CommandFailure.notImplemented("explain of anything but find");
        }
        BsonDocument body =
                asked.asDocument().clone().append("$db", new BsonString(request.database()));
        Request find = new Request("find", body, Map.of(), request.connection());
        find.allow("filter", "sort", "projection", "hint", "skip", "limit", "batchSize");
        BsonDocument planner =
                new BsonDocument("namespace", new BsonString(find.namespace()))
                        .append("winningPlan", winning(find))
                        .append("rejectedPlans", new BsonArray());
        return Answers.ok(new BsonDocument("queryPlanner", planner));
    }

    private BsonDocument winning(Request find) {
        @Nullable StoredCollection collection = catalog.find(find.database(), find.collection());
        if (collection == null) {
            return stage("EOF");
        }
        Filter filter = find.filter("filter");
        SortOrder sort = find.sort();
        String hint = Request.hint(find.body(), collection);
        try (Reader reader = collection.read(find.deadline())) {
            Plan plan = reader.plan(filter, sort, hint);
            boolean ordered = !sort.fields().isEmpty();
            List<BsonDocument> branches = new ArrayList<>();
            for (String index : plan.indexesUsed(ordered)) {
                branches.add(
                        index.isEmpty()
                                ? stage("COLLSCAN")
                                : stage("IXSCAN").append("indexName", new BsonString(index)));
            }
            BsonDocument found =
                    branches.size() == 1
                            ? branches.getFirst()
                            : stage("OR").append("inputStages", new BsonArray(branches));
            return ordered && !plan.sorted() ? stage("SORT").append("inputStage", found) : found;
        }
    }

    private static BsonDocument stage(String name) {
        return new BsonDocument("stage", new BsonString(name));
    }
}
