package posthorn.delivery.mongo;

import com.google.protobuf.InvalidProtocolBufferException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.bson.Document;
import org.bson.types.Binary;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.DeliveryEvent;

/**
 * The trace: what a reader of {@code mail.events} read of a message in one go is one document,
 * since most messages are accepted and delivered within a moment. Its id is time and place of the
 * last event in it: whoever reads them again has stored what came before that place already, so an
 * id that is taken hides nothing. An event that is read twice may stand in two documents and is
 * shown once. A view for people; the ledger takes it as a hint that something is well, never that
 * it is not.
 */
public final class MongoTrace {

    static final String TRACE = "trace";
    private static final int MOST_DOCUMENTS = 1000;

    private final MongoCollection<Document> trace;

    MongoTrace(MongoDatabase database) {
        this.trace = database.getCollection(TRACE);
    }

    /**
     * Adds events; those that are there already stay.
     *
     * @param events by their place on the log, {@code partition/offset}, in the order of the log
     * @throws AnswerLost when some may be missing
     */
    public void add(SequencedMap<String, DeliveryEvent> events) {
        Map<String, SequencedMap<String, DeliveryEvent>> byMessage = new LinkedHashMap<>();
        events.forEach((place, event) ->
                byMessage
                        .computeIfAbsent(event.getMessageId(), _ -> new LinkedHashMap<>())
                        .put(place, event));
        try {
            trace.insertMany(
                    byMessage.values().stream().map(MongoTrace::document).toList(),
                    new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            boolean onlyKnown =
                    e.getWriteConcernError() == null
                            && e.getWriteErrors().stream()
                                    .allMatch(w -> w.getCategory() == ErrorCategory.DUPLICATE_KEY);
            if (!onlyKnown) {
                throw new AnswerLost("the trace: " + e.getMessage(), e);
            }
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
        events.forEach((place, event) -> {
            if (!event.getHeaderMessageId().isEmpty()) {
                document.append("header", event.getHeaderMessageId());
            }
            all.add(new Document("place", place).append("event", new Binary(event.toByteArray())));
        });
        return document.append("events", all);
    }

    /** As text that sorts as the time does, milliseconds. */
    private static String time(long at) {
        return String.format(Locale.ROOT, "%013d", at);
    }

    /** Events of a message, by time; empty: none is known. */
    public List<DeliveryEvent> of(String message) {
        return of(List.of(message), MOST_DOCUMENTS).getOrDefault(message, List.of());
    }

    /** Events of several messages, by message id; those of one message by time. */
    public Map<String, List<DeliveryEvent>> of(Collection<String> messages) {
        return of(messages, 0);
    }

    /** Ids of messages that carry a Message-ID field. */
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

    /** Deletes what ended before {@code before}. */
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
                    byte[] event = each.get("event", Binary.class).getData();
                    events.put(each.getString("place"), DeliveryEvent.parseFrom(event));
                }
            }
            Map<String, List<DeliveryEvent>> sorted = new HashMap<>();
            found.forEach((message, events) ->
                    sorted.put(
                            message,
                            events.values().stream()
                                    .sorted(Comparator.comparingLong(DeliveryEvent::getAt))
                                    .toList()));
            return sorted;
        } catch (MongoException | InvalidProtocolBufferException e) {
            throw new AnswerLost("the trace: " + e.getMessage(), e);
        }
    }
}
