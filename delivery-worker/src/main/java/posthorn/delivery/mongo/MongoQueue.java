package posthorn.delivery.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bson.Document;
import org.jboss.logging.Logger;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.BrokenDocument;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueueStore;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.delivery.queue.Settlement;
import posthorn.delivery.queue.WorkerHeartbeats;

/**
 * The queue in MongoDB. What each update promises stands in {@link QueueStore}. A document that
 * cannot be read is marked with {@code broken}, until a release reads it.
 */
public final class MongoQueue implements QueueStore, WorkerHeartbeats {

    private static final Logger LOG = Logger.getLogger(MongoQueue.class);

    static final String MESSAGES = "messages";
    static final String BROKEN = "broken";
    static final String WORKERS = "workers";
    private static final Document WITHOUT_OCTETS = new Document("body", "").append("transit", "");
    private static final Document CLOSED = new Document("open", false).append("left", 0);
    private static final FindOneAndUpdateOptions AFTERWARDS =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final MongoCollection<Document> messages;
    private final MongoCollection<Document> workers;

    /** On a database that is set to majority and journal, with its indexes. */
    MongoQueue(MongoDatabase database) {
        this.messages = database.getCollection(MESSAGES);
        this.workers = database.getCollection(WORKERS);
    }

    @Override
    public boolean insert(QueuedMessage message) {
        try {
            messages.insertOne(QueueDocuments.write(message));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw lost(e);
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    @Override
    public Optional<QueuedMessage> find(String id) {
        return answered(() ->
                Optional.ofNullable(messages.find(new Document("_id", id)).first())
                        .map(this::read));
    }

    @Override
    public Optional<QueuedMessage> claim(DestinationRef ref, Claim claim) {
        String at = path(ref.destination());
        Document set =
                new Document(at + "token", claim.token())
                        .append(at + "worker", claim.worker())
                        .append(at + "dotted", false)
                        .append(at + "next", Destination.NEVER);
        Document update = new Document("$set", set);
        if (ref.seen().claim().map(Claim::endingData).orElse(false)) {
            update.append("$inc", new Document(at + "maybeTwice", 1));
        }
        return answered(() -> {
            Document claimed = messages.findOneAndUpdate(asSeen(ref), update, AFTERWARDS);
            try {
                return Optional.ofNullable(claimed).map(this::read);
            } catch (BrokenDocument e) {
                park(ref, claim.token());
                throw e;
            }
        });
    }

    private QueuedMessage read(Document document) {
        try {
            QueuedMessage message = QueueDocuments.read(document);
            if (document.containsKey(BROKEN)) {
                update(byId(document), new Document("$unset", new Document(BROKEN, "")));
            }
            return message;
        } catch (RuntimeException e) {
            mark(document, e);
            throw new BrokenDocument(String.valueOf(document.get("_id")), e);
        }
    }

    private static Document byId(Document document) {
        return new Document("_id", document.get("_id"));
    }

    private void mark(Document document, RuntimeException failure) {
        if (!document.containsKey(BROKEN)) {
            LOG.errorf(failure, "ALARM: queue document %s cannot be read", document.get("_id"));
            update(byId(document), new Document("$set", new Document(BROKEN, true)));
        }
    }

    /** Ends a claim without another attempt. */
    private void park(DestinationRef ref, String token) {
        String at = path(ref.destination());
        Document set =
                new Document(at + "token", "")
                        .append(at + "worker", "")
                        .append(at + "dotted", false)
                        .append(at + "next", Destination.NEVER)
                        .append(at + "recorded", token);
        update(underClaim(ref.id(), ref.destination(), token), new Document("$set", set));
    }

    @Override
    public boolean markEndingData(String id, int destination, String token) {
        String at = path(destination);
        return update(
                underClaim(id, destination, token),
                new Document("$set", new Document(at + "dotted", true)));
    }

    @Override
    public boolean settle(String id, int destination, String token, Settlement settlement) {
        Document update = new Document("$set", changes(destination, settlement));
        if (settlement.leftChange() != 0) {
            update.append("$inc", new Document("left", settlement.leftChange()));
        }
        if (!settlement.pending().isEmpty()) {
            List<Document> pending =
                    settlement.pending().stream().map(QueueDocuments::write).toList();
            update.append("$push", new Document("pending", new Document("$each", pending)));
        }
        return update(underClaim(id, destination, token), update);
    }

    @Override
    public boolean settleLast(
            String id, int destination, String token, Settlement settlement, long now) {
        Document set = changes(destination, settlement);
        CLOSED.forEach(set::append);
        Document update =
                new Document("$set", set.append("ended", now)).append("$unset", WITHOUT_OCTETS);
        Document last =
                underClaim(id, destination, token).append("left", 1 - settlement.leftChange());
        return update(last, update);
    }

    private static Document changes(int destination, Settlement settlement) {
        Document set =
                new Document(
                        "destinations." + destination,
                        QueueDocuments.write(settlement.destination()));
        for (QueuedRecipient recipient : settlement.recipients()) {
            set.append("recipients." + recipient.ordinal(), QueueDocuments.write(recipient));
        }
        return set;
    }

    private static Document underClaim(String id, int destination, String token) {
        return new Document("_id", id).append(path(destination) + "token", token);
    }

    @Override
    public boolean seal(
            String id, List<PendingNotification> seen, List<PendingNotification> merged) {
        List<String> ids = seen.stream().map(PendingNotification::id).toList();
        Document filter =
                new Document("_id", id)
                        .append("pending", new Document("$size", seen.size()))
                        .append("pending.id", new Document("$all", ids));
        List<Document> next = merged.stream().map(QueueDocuments::write).toList();
        Document update = new Document("$set", new Document("pending", next));
        if (merged.size() != seen.size()) {
            update.append("$inc", new Document("left", merged.size() - seen.size()));
        }
        return update(filter, update);
    }

    @Override
    public boolean markProduced(String id, String pending) {
        Document update =
                new Document("$pull", new Document("pending", new Document("id", pending)))
                        .append("$push", new Document("followed", pending))
                        .append("$inc", new Document("left", -1));
        return update(new Document("_id", id).append("pending.id", pending), update);
    }

    @Override
    public boolean close(String id, long now) {
        Document update =
                new Document("$set", new Document(CLOSED).append("ended", now))
                        .append("$unset", WITHOUT_OCTETS);
        return update(new Document("_id", id).append("left", 1), update);
    }

    @Override
    public boolean reschedule(DestinationRef ref, long when) {
        return update(
                asSeen(ref),
                new Document("$set", new Document(path(ref.destination()) + "next", when)));
    }

    @Override
    public List<DestinationRef> due(long now, Collection<String> exceptKeys, int limit) {
        Document late = new Document("$lte", now);
        Document filter = new Document("destinations.next", late);
        if (!exceptKeys.isEmpty()) {
            Document wanted =
                    new Document("next", late)
                            .append("key", new Document("$nin", List.copyOf(exceptKeys)));
            filter.append("destinations", new Document("$elemMatch", wanted));
        }
        return refs(filter, limit, seen -> seen.next() <= now && !exceptKeys.contains(seen.key()));
    }

    @Override
    public List<DestinationRef> claimedBy(String worker, int limit) {
        return refs(
                new Document("destinations.worker", worker),
                limit,
                seen -> seen.claim().map(c -> c.worker().equals(worker)).orElse(false));
    }

    @Override
    public List<String> pendingBefore(long before, int limit) {
        return ids(new Document("pending.at", new Document("$lt", before)), limit);
    }

    @Override
    public List<String> closable(int limit) {
        return ids(new Document("open", true).append("left", 1), limit);
    }

    @Override
    public void beat(String worker, long count) {
        Document update =
                new Document(
                        "$set",
                        new Document("count", count).append("at", System.currentTimeMillis()));
        answered(() ->
                workers.updateOne(
                        new Document("_id", worker), update, new UpdateOptions().upsert(true)));
    }

    @Override
    public Map<String, Long> counts() {
        return answered(() -> {
            Map<String, Long> counts = new HashMap<>();
            for (Document worker : workers.find()) {
                counts.put(worker.getString("_id"), worker.getLong("count"));
            }
            return counts;
        });
    }

    /**
     * Deletes closed messages that ended, and heartbeats that stood still, before {@code before}.
     */
    public void expire(long before) {
        Document early = new Document("$lt", before);
        answered(() -> messages.deleteMany(new Document("ended", early)));
        answered(() -> workers.deleteMany(new Document("at", early)));
    }

    private static String path(int destination) {
        return "destinations." + destination + ".";
    }

    private static Document asSeen(DestinationRef ref) {
        String at = path(ref.destination());
        Destination seen = ref.seen();
        return new Document("_id", ref.id())
                .append(at + "token", seen.claim().map(Claim::token).orElse(""))
                .append(at + "dotted", seen.claim().map(Claim::endingData).orElse(false))
                .append(at + "recorded", seen.recorded());
    }

    private List<DestinationRef> refs(Document filter, int limit, Predicate<Destination> wanted) {
        return answered(() -> {
            List<DestinationRef> refs = new ArrayList<>();
            for (Document document :
                    messages.find(filter)
                            .projection(new Document("destinations", 1).append(BROKEN, 1))
                            .limit(limit)) {
                List<Destination> destinations = destinations(document);
                for (int at = 0; at < destinations.size(); at++) {
                    if (wanted.test(destinations.get(at))) {
                        refs.add(
                                new DestinationRef(
                                        document.getString("_id"), at, destinations.get(at)));
                    }
                }
            }
            return refs;
        });
    }

    /** Those of a document; none when they cannot be read. */
    private List<Destination> destinations(Document document) {
        try {
            return QueueDocuments.destinations(document);
        } catch (RuntimeException e) {
            mark(document, e);
            return List.of();
        }
    }

    private List<String> ids(Document filter, int limit) {
        return answered(() ->
                messages.find(filter)
                        .projection(new Document("_id", 1))
                        .limit(limit)
                        .map(document -> document.getString("_id"))
                        .into(new ArrayList<>()));
    }

    private boolean update(Document filter, Document update) {
        return answered(() -> messages.updateOne(filter, update).getMatchedCount() == 1);
    }

    static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    private static AnswerLost lost(MongoException e) {
        return new AnswerLost("the queue's store: " + e.getMessage(), e);
    }
}
