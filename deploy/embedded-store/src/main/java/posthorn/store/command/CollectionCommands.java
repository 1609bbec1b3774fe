package posthorn.store.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;
import posthorn.store.query.Filter;
import posthorn.store.query.FilterParser;
import posthorn.store.query.SortOrder;
import posthorn.store.rocks.Catalog;
import posthorn.store.rocks.StoredCollection;

/** The commands about collections and their indexes. */
final class CollectionCommands {
    private static final Set<String> INDEX_OPTIONS =
            Set.of("key", "name", "unique", "v", "ns", "background", "sparse", "hidden");

    private final Catalog catalog;

    CollectionCommands(Catalog catalog) {
        this.catalog = catalog;
    }

    BsonDocument create(Request request) {
        request.allow();
        if (catalog.find(request.database(), request.collection()) != null) {
            throw new CommandFailure(
                    48, "NamespaceExists", request.namespace() + " exists already");
        }
        catalog.findOrCreate(request.database(), request.collection());
        return Answers.ok();
    }

    BsonDocument drop(Request request) {
        request.allow();
        if (!catalog.drop(request.database(), request.collection())) {
            throw new CommandFailure(26, "NamespaceNotFound", "ns not found");
        }
        return Answers.ok(new BsonDocument("ns", new BsonString(request.namespace())));
    }

    BsonDocument dropDatabase(Request request) {
        request.allow();
        for (String collection : catalog.collections(request.database())) {
            catalog.drop(request.database(), collection);
        }
        return Answers.ok(new BsonDocument("dropped", new BsonString(request.database())));
    }

    BsonDocument listDatabases(Request request) {
        request.allow("nameOnly", "filter", "authorizedDatabases");
        Filter filter = request.filter("filter");
        BsonArray databases = new BsonArray();
        for (String name : catalog.databases()) {
            BsonDocument database =
                    new BsonDocument("name", new BsonString(name))
                            .append("empty", BsonBoolean.FALSE);
            if (filter.matches(database)) {
                databases.add(database);
            }
        }
        return Answers.ok(new BsonDocument("databases", databases));
    }

    BsonDocument listCollections(Request request) {
        request.allow("filter", "nameOnly", "authorizedCollections", "cursor");
        Filter filter = request.filter("filter");
        List<BsonDocument> found = new ArrayList<>();
        for (String name : catalog.collections(request.database())) {
            BsonDocument collection =
                    new BsonDocument("name", new BsonString(name))
                            .append("type", new BsonString("collection"))
                            .append("options", new BsonDocument())
                            .append("info", new BsonDocument("readOnly", BsonBoolean.FALSE));
            if (filter.matches(collection)) {
                found.add(collection);
            }
        }
        return Answers.firstBatch(request.database() + ".$cmd.listCollections", 0, found);
    }

    BsonDocument listIndexes(Request request) {
        request.allow("cursor");
        List<BsonDocument> indexes =
                existing(request).indexes().stream().map(StoredCollection::describe).toList();
        return Answers.firstBatch(request.namespace(), 0, indexes);
    }

    private StoredCollection existing(Request request) {
        StoredCollection collection = catalog.find(request.database(), request.collection());
        if (collection == null) {
            throw new CommandFailure(
                    26, "NamespaceNotFound", "ns does not exist: " + request.namespace());
        }
        return collection;
    }

    BsonDocument createIndexes(Request request) {
        request.allow("indexes", "commitQuorum");
        List<BsonDocument> wanted = request.documents("indexes");
        wanted.forEach(CollectionCommands::checkIndex);
        @Nullable StoredCollection found = catalog.find(request.database(), request.collection());
        StoredCollection collection =
                found != null
                        ? found
                        : catalog.findOrCreate(request.database(), request.collection());
        int before = collection.indexes().size();
        for (BsonDocument index : wanted) {
            collection.createIndex(
                    index.getString("name").getValue(),
                    index.getDocument("key"),
                    isTrue(index, "unique"));
        }
        return Answers.ok(
                new BsonDocument("numIndexesBefore", new BsonInt32(before))
                        .append("numIndexesAfter", new BsonInt32(collection.indexes().size()))
                        .append(
                                "createdCollectionAutomatically",
                                BsonBoolean.valueOf(found == null)));
    }

    private static void checkIndex(BsonDocument index) {
        for (String option : index.keySet()) {
            if (!INDEX_OPTIONS.contains(option)) {
                throw CommandFailure.notImplemented("the index option " + option);
            }
        }
        if (isTrue(index, "sparse") || isTrue(index, "hidden")) {
            throw CommandFailure.notImplemented("sparse and hidden indexes");
        }
        if (!(index.get("key") instanceof BsonDocument key)
                || key.isEmpty()
                || !(index.get("name") instanceof BsonString)) {
            throw CommandFailure.failedToParse("an index needs key and name");
        }
        SortOrder.parse(key);
        for (String field : key.keySet()) {
            if (field.isEmpty() || field.contains("$")) {
                throw CommandFailure.notImplemented("an index on the field " + field);
            }
        }
        if (key.size() > 31) {
            throw CommandFailure.notImplemented("indexes with more than 31 fields");
        }
    }

    private static boolean isTrue(BsonDocument index, String option) {
        BsonValue value = index.get(option);
        return value != null && FilterParser.isTrue(value);
    }

    BsonDocument dropIndexes(Request request) {
        request.allow("index");
        StoredCollection collection = existing(request);
        int before = collection.indexes().size();
        BsonValue index = request.body().get("index");
        if (index != null && index.isString() && index.asString().getValue().equals("*")) {
            collection.indexes().stream()
                    .skip(1)
                    .forEach(each -> collection.dropIndex(each.name()));
        } else {
            String name = Request.hint(new BsonDocument("hint", index), collection);
            if (name == null || !collection.dropIndex(name)) {
                throw new CommandFailure(27, "IndexNotFound", "index not found: " + index);
            }
        }
        return Answers.ok(new BsonDocument("nIndexesWas", new BsonDouble(before)));
    }
}
