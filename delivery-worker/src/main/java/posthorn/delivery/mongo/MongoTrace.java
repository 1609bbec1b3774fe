package posthorn.delivery.mongo;

import com.google.protobuf.InvalidProtocolBufferException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.bson.BSONException;
import org.bson.Document;
import org.bson.types.Binary;
import org.jboss.logging.Logger;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.trace.TraceStore;
import posthorn.protocol.wire.DeliveryEvent;

/**
 * The trace: what a reader of {@code mail.events} read of a message in one go is one document,
 * since most messages are accepted and delivered within a moment. Its id is time and position of
 * the last event in it: whoever reads them again has stored what came before that position already,
 * so an id that is taken hides nothing. An event that is read twice may stand in two documents and
 * is shown once. A view for people; the ledger takes it as a hint that something is well, never
 * that it is not.
 */
public final class MongoTrace implements TraceStore {

    static final String TRACE = "trace";
    private static final int MOST_DOCUMENTS = 1000;

    /**
     * Codes of write errors that come again however often the document is written: BadValue, a
     * failed validation, too large, a key too large.
     */
    private static final Set<Integer> NEVER_TAKEN = Set.of(2, 121, 10_334, 17_280, 17_419, 17_420);

    private static final Logger LOG = Logger.getLogger(MongoTrace.class);

    private final MongoCollection<Document> trace;

    MongoTrace(MongoDatabase database) {
        this.trace = database.getCollection(TRACE);
    }

    @Override
    public void add(SequencedMap<String, DeliveryEvent> events) {
        Map<String, SequencedMap<String, DeliveryEvent>> byMessage = new LinkedHashMap<>();
        events.forEach((position, event) ->
                byMessage
                        .computeIfAbsent(event.getMessageId(), _ -> new LinkedHashMap<>())
                        .put(position, event));
        try {
            trace.insertMany(
                    byMessage.values().stream().map(MongoTrace::document).toList(),
                    new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            List<BulkWriteError> errors =
                    e.getWriteErrors().stream()
                            .filter(w -> w.getCategory() != ErrorCategory.DUPLICATE_KEY)
                            .toList();
            if (e.getWriteConcernError() != null
                    || !errors.stream().allMatch(w -> NEVER_TAKEN.contains(w.getCode()))) {
                throw new AnswerLost("the trace: " + e.getMessage(), e);
            }
            if (!errors.isEmpty()) {
                throw new EventsRefused("the trace: " + e.getMessage(), e);
            }
        } catch (BSONException e) {
            throw new EventsRefused("the trace: " + e.getMessage(), e);
        } catch (MongoException e) {
            throw new AnswerLost("the trace: " + e.getMessage(), e);
        }
    }

    private static Document document(SequencedMap<String, DeliveryEvent> events) {
        Map.Entry<String, DeliveryEvent> last = events.lastEntry();
        Document document =
                new Document("_id", time(last.getValue().getAt()) + "/" + last.getKey())
                        .append("message", last.getValue().getMessageId());
        List<Document> all = new ArrayList<>();
        events.forEach((position, event) -> {
            if (!event.getHeaderMessageId().isEmpty()) {
                document.append("header", event.getHeaderMessageId());
            }
            all.add(
                    new Document("place", position)
                            .append("event", new Binary(event.toByteArray())));
        });
        return document.append("events", all);
    }

    /** As text that sorts as the time does, milliseconds. */
    private static String time(long at) {
        return String.format(Locale.ROOT, "%013d", at);
    }

    @Override
    public List<DeliveryEvent> of(String message) {
        return of(List.of(message), MOST_DOCUMENTS).getOrDefault(message, List.of());
    }

    @Override
    public Map<String, List<DeliveryEvent>> of(Collection<String> messages) {
        return of(messages, 0);
    }

    @Override
    public List<String> withHeader(String messageIdField) {
        try {
            List<String> ids = new ArrayList<>();
            trace.find(new Document("header", messageIdField))
                    .projection(Projections.include("message"))
                    .limit(MOST_DOCUMENTS)
                    .forEach(document -> ids.add(document.getString("message")));
            return ids.stream().distinct().toList();
        } catch (MongoException e) {
            throw new AnswerLost("the trace: " + e.getMessage(), e);
        }
    }

    @Override
    public void expire(long before) {
        try {
            trace.deleteMany(new Document("_id", new Document("$lt", time(before))));
        } catch (MongoException e) {
            throw new AnswerLost("the trace: " + e.getMessage(), e);
        }
    }

    private Map<String, List<DeliveryEvent>> of(Collection<String> messages, int limit) {
        try {
            Map<String, Map<String, DeliveryEvent>> found = new HashMap<>();
            Document wanted = new Document("message", new Document("$in", List.copyOf(messages)));
            for (Document document : trace.find(wanted).limit(limit)) {
                Map<String, DeliveryEvent> events =
                        found.computeIfAbsent(document.getString("message"), _ -> new HashMap<>());
                for (Document each : document.getList("events", Document.class)) {
                    event(each).ifPresent(e -> events.put(each.getString("place"), e));
                }
            }
            Map<String, List<DeliveryEvent>> sorted = new HashMap<>();
            found.forEach((message, events) -> sorted.put(message, TraceStore.shown(events)));
            return sorted;
        } catch (MongoException e) {
            throw new AnswerLost("the trace: " + e.getMessage(), e);
        }
    }

    /** Empty: it cannot be read; one event that is broken does not hide the others. */
    private static Optional<DeliveryEvent> event(Document stored) {
        try {
            return Optional.of(
                    DeliveryEvent.parseFrom(stored.get("event", Binary.class).getData()));
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf(e, "the event at %s cannot be read", stored.getString("place"));
            return Optional.empty();
        }
    }
}
