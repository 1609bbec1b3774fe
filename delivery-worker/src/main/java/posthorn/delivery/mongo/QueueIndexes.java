package posthorn.delivery.mongo;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import org.bson.Document;

/** Every index of the database, as data. */
final class QueueIndexes {

    /**
     * One index.
     *
     * @param collection where
     * @param fields ascending, in order
     */
    record IndexOn(String collection, List<String> fields) {}

    static final List<IndexOn> ALL =
            List.of(
                    // What is due.
                    new IndexOn(MongoQueue.MESSAGES, List.of("destinations.next")),
                    // Whose claims are lost.
                    new IndexOn(MongoQueue.MESSAGES, List.of("destinations.worker")),
                    // Notifications and were left unproduced.
                    new IndexOn(MongoQueue.MESSAGES, List.of("pending.at")),
                    // The list for people; bodies that were left behind.
                    new IndexOn(MongoQueue.MESSAGES, List.of("open", "created", "_id")),
                    new IndexOn(MongoQueue.MESSAGES, List.of("open", "left")),
                    // Expiry of the journal.
                    new IndexOn(MongoQueue.MESSAGES, List.of("ended")),
                    // Policies of other domains that do not count any more.
                    new IndexOn(MongoStsPolicies.POLICIES, List.of("expires")),
                    // The sites for people, and those that nobody uses any more.
                    new IndexOn(MongoPace.SITES, List.of("last.at")),
                    new IndexOn(MongoPace.SITES, List.of("written")),
                    new IndexOn(MongoPace.WARM_UPS, List.of("written")),
                    // Reports: which were sent, and those of others by domain and by age.
                    new IndexOn(MongoReportCounts.REPORTS, List.of("day")),
                    new IndexOn(MongoReceivedReports.RECEIVED, List.of("domain", "received")),
                    new IndexOn(MongoReceivedReports.RECEIVED, List.of("received")),
                    // The trace, by message and by Message-ID field; it expires by its ids.
                    new IndexOn(MongoTrace.TRACE, List.of("message")),
                    new IndexOn(MongoTrace.TRACE, List.of("header")));

    private QueueIndexes() {}

    /** Makes those that are missing. */
    static void create(MongoDatabase database) {
        for (IndexOn index : ALL) {
            Document keys = new Document();
            index.fields().forEach(field -> keys.append(field, 1));
            database.getCollection(index.collection()).createIndex(keys);
        }
    }
}
