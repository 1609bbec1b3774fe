package posthorn.launcher.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.json.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * What the services declare about their databases, as resources of theirs: indexes, and the shapes
 * of their queries, which their tests hold true. A server is asked how it would answer each one
 * (its {@code explain}); none may go through a whole collection.
 */
final class DeclaredStores {

    /** Names of the databases, and of the resources. */
    private static final List<String> DATABASES = List.of("posthorn_mailbox", "posthorn_queue");

    private static final String FOLDER = "/META-INF/posthorn/store/";
    private static final int COMMAND_NOT_FOUND = 59;
    private static final String WHOLE_COLLECTION = "COLLSCAN";

    private DeclaredStores() {}

    /** A line of a file: the name of a collection and documents behind it. */
    private record Line(String collection, List<BsonDocument> documents) {

        static Line parse(String text) {
            int space = text.indexOf(' ');
            List<BsonDocument> documents = new ArrayList<>();
            String rest = text.substring(space + 1);
            try (JsonReader reader = new JsonReader("[" + rest.replace("} {", "}, {") + "]")) {
                reader.readStartArray();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                    documents.add(
                            new BsonDocumentCodec()
                                    .decode(reader, DecoderContext.builder().build()));
                }
            }
            return new Line(text.substring(0, space), documents);
        }
    }

    static void explain(MongoDatabase database, Consumer<CheckResult> heard) {
        for (String name : DATABASES) {
            String check = "no query of " + name + " goes through a whole collection";
            List<String> queries = lines(name + ".queries");
            if (queries.isEmpty()) {
                heard.accept(
                        CheckResult.skipped(
                                check, "what the service declares is not on the class path"));
                continue;
            }
            heard.accept(explain(database, name, check, queries));
        }
    }

    private static CheckResult explain(
            MongoDatabase database, String name, String check, List<String> queries) {
        try {
            makeIndexes(database, name, queries);
            List<String> scans = new ArrayList<>();
            int whole = 0;
            for (String query : queries) {
                Line line = Line.parse(query);
                if (line.documents().stream().allMatch(BsonDocument::isEmpty)) {
                    // A small collection that is read as a whole, and on purpose.
                    whole++;
                } else if (scans(explained(database, name, line))) {
                    scans.add(query);
                }
            }
            return scans.isEmpty()
                    ? CheckResult.passed(
                            check,
                            "%d shapes, and %d small collections are read as a whole on purpose"
                                    .formatted(queries.size() - whole, whole))
                    : CheckResult.failed(check, "these do: " + String.join("; ", scans));
        } catch (MongoCommandException e) {
            return e.getErrorCode() == COMMAND_NOT_FOUND
                    ? CheckResult.skipped(check, "the server has no explain")
                    : CheckResult.failed(check, "the server answered: " + e.getErrorMessage());
        }
    }

    private static void makeIndexes(MongoDatabase database, String name, List<String> queries) {
        Set<String> collections = new TreeSet<>();
        queries.forEach(query -> collections.add(Line.parse(query).collection()));
        collections.forEach(collection ->
                database.getCollection(in(name, collection)).insertOne(new Document()));
        for (String index : lines(name + ".indexes")) {
            Line line = Line.parse(index);
            database.getCollection(in(name, line.collection()))
                    .createIndex(
                            line.documents().getFirst(),
                            new IndexOptions()
                                    .unique(line.documents().getLast().containsKey("unique")));
        }
    }

    private static BsonDocument explained(MongoDatabase database, String name, Line query) {
        BsonDocument find =
                new BsonDocument("find", new BsonString(in(name, query.collection())))
                        .append("filter", query.documents().getFirst())
                        .append("sort", query.documents().getLast())
                        .append("limit", new BsonInt32(1));
        return database.runCommand(
                new Document("explain", find).append("verbosity", "queryPlanner"),
                BsonDocument.class);
    }

    /** The collections of both are in one database. */
    private static String in(String name, String collection) {
        return name + "." + collection;
    }

    private static boolean scans(BsonValue plan) {
        if (plan.isArray()) {
            return plan.asArray().stream().anyMatch(DeclaredStores::scans);
        }
        if (!plan.isDocument()) {
            return false;
        }
        BsonDocument document = plan.asDocument();
        BsonValue stage = document.get("stage");
        if (stage != null && stage.equals(new BsonString(WHOLE_COLLECTION))) {
            return true;
        }
        // Plans that the server has thought of and rejected do not count.
        return document.entrySet().stream()
                .filter(part -> !part.getKey().equals("rejectedPlans"))
                .anyMatch(part -> scans(part.getValue()));
    }

    private static List<String> lines(String resource) {
        try (InputStream in = open(resource)) {
            if (in == null) {
                return List.of();
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable InputStream open(String resource) {
        return DeclaredStores.class.getResourceAsStream(FOLDER + resource);
    }
}
