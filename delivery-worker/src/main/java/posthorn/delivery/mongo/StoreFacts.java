package posthorn.delivery.mongo;

import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import org.bson.Document;

/**
 * How the database keeps what it is given, for whoever looks after it.
 *
 * @param problem why it could not be asked; empty: it was
 * @param embedded whether it is the store that {@code posthorn up} brings
 * @param members that have data, of its replica set; 1: it is none
 * @param writeConcern of our writes
 * @param journal whether our writes wait for the journal
 * @param journalOff whether members do not journal what a majority has (a setting of the set)
 */
public record StoreFacts(
        String problem,
        boolean embedded,
        int members,
        String writeConcern,
        boolean journal,
        boolean journalOff) {

    private static final String EMBEDDED = "posthorn-embedded-store";

    /** Asks the database that ours is in; blocks for a while at most. */
    static StoreFacts of(MongoDatabase ours, MongoDatabase admin) {
        WriteConcern concern = ours.getWriteConcern();
        String word = concern.getWObject() == null ? "1" : concern.getWObject().toString();
        boolean journal = Boolean.TRUE.equals(concern.getJournal());
        try {
            Document hello = ours.runCommand(new Document("hello", 1));
            int members =
                    hello.getString("setName") == null
                            ? 1
                            : hello.getList("hosts", String.class, List.of()).size();
            return new StoreFacts("", embedded(admin), members, word, journal, journalOff(admin));
        } catch (MongoException e) {
            return new StoreFacts("the database does not answer", false, 0, word, journal, false);
        }
    }

    private static boolean embedded(MongoDatabase admin) {
        try {
            Document build = admin.runCommand(new Document("buildInfo", 1));
            return EMBEDDED.equals(build.getString("gitVersion"));
        } catch (MongoException e) {
            return false;
        }
    }

    /** Whoever may not ask, and who has no replica set, has the default: journaled. */
    private static boolean journalOff(MongoDatabase admin) {
        try {
            Document answer = admin.runCommand(new Document("replSetGetConfig", 1));
            Document config = answer.get("config", new Document());
            return !config.getBoolean("writeConcernMajorityJournalDefault", true);
        } catch (MongoException e) {
            return false;
        }
    }
}
