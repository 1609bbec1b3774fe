package posthorn.delivery.mongo;

import com.google.protobuf.InvalidProtocolBufferException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;
import posthorn.delivery.dispatch.AnswerLost;
import posthorn.protocol.wire.DeliveryEvent;

/**
 * The trace: one document per event, known by its place on {@code mail.events}, so that an event
 * read twice is one. A view for people; the ledger takes it as a hint that something is well, never
 * that it is not.
 */
public final class MongoTrace {

    static final String TRACE = "trace";
    private static final int MOST_EVENTS = 1000;

    private final MongoCollection<Document> trace;

    MongoTrace(MongoDatabase database) {
        this.trace = database.getCollection(TRACE);
    }

    /**
     * Adds events; those that are there already stay.
     *
     * @param events by their place on the log, {@code partition/offset}
     * @throws AnswerLost when some may be missing
     */
    public void add(Map<String, DeliveryEvent> events) {
        List<Document> documents = new ArrayList<>();
        events.forEach((place, event) ->
                documents.add(
                        new Document("_id", place)
                                .append("message", event.getMessageId())
                                .append("header", event.getHeaderMessageId())
                                .append("at", event.getAt())
                                .append("event", new Binary(event.toByteArray()))));
        try {
            trace.insertMany(documents, new InsertManyOptions().ordered(false));
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

    /** Events of a message, by time; empty: none is known. */
    public List<DeliveryEvent> of(String message) {
        return find(new Document("message", message), MOST_EVENTS);
    }

    /** Events that carry a Message-ID field, as messages do when they are accepted. */
    public List<DeliveryEvent> withHeader(String messageIdField) {
        return find(new Document("header", messageIdField), MOST_EVENTS);
    }

    /** Events of several messages, by message id. */
    public Map<String, List<DeliveryEvent>> of(Collection<String> messages) {
        Map<String, List<DeliveryEvent>> found = new HashMap<>();
        find(new Document("message", new Document("$in", List.copyOf(messages))), 0)
                .forEach(event ->
                        found.computeIfAbsent(event.getMessageId(), _ -> new ArrayList<>())
                                .add(event));
        return found;
    }

    /** Deletes events older than {@code before}. */
    public void expire(long before) {
        try {
            trace.deleteMany(new Document("at", new Document("$lt", before)));
        } catch (MongoException e) {
            throw new AnswerLost("the trace: " + e.getMessage(), e);
        }
    }

    private List<DeliveryEvent> find(Document filter, int limit) {
        try {
            List<DeliveryEvent> events = new ArrayList<>();
            for (Document document : trace.find(filter).limit(limit)) {
                events.add(DeliveryEvent.parseFrom(document.get("event", Binary.class).getData()));
            }
            events.sort(java.util.Comparator.comparingLong(DeliveryEvent::getAt));
            return events;
        } catch (MongoException | InvalidProtocolBufferException e) {
            throw new AnswerLost("the trace: " + e.getMessage(), e);
        }
    }
}
