package posthorn.delivery.mongo;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.Document;
import org.jboss.logging.Logger;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueuedMessage;

/**
 * What is asked of the queue in MongoDB beside delivering. One document that is broken hides no
 * other: it is told of and left out.
 */
public final class MongoQueueLookup implements QueueLookup {

    private static final Logger LOG = Logger.getLogger(MongoQueueLookup.class);
    private static final Document WITHOUT_BODY = new Document("body", 0);
    private static final Document CREATED = new Document("created", 1);
    private static final int SAME_MOMENT = 100;

    private final MongoCollection<Document> messages;

    /** On the database of a {@link MongoQueue}. */
    MongoQueueLookup(MongoDatabase database) {
        this.messages = database.getCollection(MongoQueue.MESSAGES);
    }

    @Override
    public List<QueuedMessage> open(String after, int limit) {
        return MongoQueue.answered(() -> {
            Document last = messages.find(new Document("_id", after)).projection(CREATED).first();
            long from = last == null ? 0 : last.getLong("created");
            Document filter =
                    new Document("open", true).append("created", new Document("$gte", from));
            List<QueuedMessage> found =
                    read(
                            () ->
                                    messages.find(filter)
                                            .projection(WITHOUT_BODY)
                                            .sort(new Document("created", 1).append("_id", 1))
                                            .limit(limit + SAME_MOMENT),
                            QueueDocuments::read);
            return found.stream()
                    .filter(m -> m.created() > from || m.id().compareTo(after) > 0)
                    .limit(limit)
                    .toList();
        });
    }

    @Override
    public Map<String, QueuedMessage> documents(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Document filter = new Document("_id", new Document("$in", List.copyOf(ids)));
        Map<String, QueuedMessage> found = new HashMap<>();
        read(() -> messages.find(filter).projection(WITHOUT_BODY), QueueDocuments::read)
                .forEach(message -> found.put(message.id(), message));
        return found;
    }

    @Override
    public List<Closed> closedBetween(long from, long to, int limit) {
        Document filter = new Document("ended", new Document("$gte", from).append("$lt", to));
        return read(
                () ->
                        messages.find(filter)
                                .projection(WITHOUT_BODY)
                                .sort(new Document("ended", 1))
                                .limit(limit),
                document -> new Closed(QueueDocuments.read(document), document.getLong("ended")));
    }

    /** What can be read of them; one document that is broken does not hide the others. */
    private static <T> List<T> read(
            Supplier<FindIterable<Document>> documents, Function<Document, T> reading) {
        return MongoQueue.answered(() -> {
            List<T> found = new ArrayList<>();
            for (Document document : documents.get()) {
                try {
                    found.add(reading.apply(document));
                } catch (RuntimeException e) {
                    LOG.errorf(e, "ALARM: queue document %s is broken", document.get("_id"));
                }
            }
            return found;
        });
    }

    /** How many messages have something left to do. */
    public long depth() {
        return MongoQueue.answered(() -> messages.countDocuments(new Document("open", true)));
    }

    /** When the oldest of those was accepted; empty: there is none. */
    public Optional<Long> oldest() {
        return MongoQueue.answered(() ->
                Optional.ofNullable(
                                messages.find(new Document("open", true))
                                        .projection(CREATED)
                                        .sort(new Document("created", 1))
                                        .first())
                        .map(document -> document.getLong("created")));
    }
}
