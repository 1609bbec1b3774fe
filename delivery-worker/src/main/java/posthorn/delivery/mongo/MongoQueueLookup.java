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
import java.util.function.Supplier;
import org.bson.Document;
import org.jboss.logging.Logger;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueuedMessage;

/**
 * What is asked of the queue in MongoDB beside delivering. Something stands in for a document that
 * cannot be read.
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
                    shown(() ->
                            messages.find(filter)
                                    .projection(WITHOUT_BODY)
                                    .sort(new Document("created", 1).append("_id", 1))
                                    .limit(limit + SAME_MOMENT));
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
        shown(() -> messages.find(filter).projection(WITHOUT_BODY))
                .forEach(message -> found.put(message.id(), message));
        return found;
    }

    @Override
    public List<Closed> closedBetween(long from, long to, int limit) {
        Document filter = new Document("ended", new Document("$gte", from).append("$lt", to));
        return MongoQueue.answered(() -> {
            List<Closed> closed = new ArrayList<>();
            messages.find(filter)
                    .projection(WITHOUT_BODY)
                    .sort(new Document("ended", 1))
                    .limit(limit)
                    .forEach(document ->
                            closed.add(new Closed(shown(document), document.getLong("ended"))));
            return closed;
        });
    }

    /** The document, or what stands in for one that cannot be read. */
    private static QueuedMessage shown(Document document) {
        try {
            return QueueDocuments.read(document);
        } catch (RuntimeException e) {
            LOG.debugf(e, "queue document %s cannot be read", document.get("_id"));
            return QueueDocuments.standIn(document);
        }
    }

    private static List<QueuedMessage> shown(Supplier<FindIterable<Document>> documents) {
        return MongoQueue.answered(
                () -> documents.get().map(MongoQueueLookup::shown).into(new ArrayList<>()));
    }

    /** How many of those with something left to do cannot be read by this release. */
    public long broken() {
        return MongoQueue.answered(() ->
                messages.countDocuments(
                        new Document("open", true).append(MongoQueue.BROKEN, true)));
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

    /**
     * When the attempt was due that nobody makes and that was due first, milliseconds since 1970;
     * empty: none is due.
     */
    public Optional<Long> firstDue(long now) {
        Document late = new Document("destinations.next", new Document("$lte", now));
        return MongoQueue.answered(() ->
                Optional.ofNullable(
                                messages.find(late)
                                        .projection(new Document("destinations.next", 1))
                                        .sort(new Document("destinations.next", 1))
                                        .first())
                        .flatMap(document ->
                                document.getList("destinations", Document.class).stream()
                                        .map(destination -> destination.getLong("next"))
                                        .min(Long::compare)));
    }
}
