package posthorn.delivery.mongo;

import static posthorn.delivery.mongo.MongoQueue.answered;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import posthorn.delivery.pace.PaceStore;
import posthorn.delivery.pace.SiteRecord;
import posthorn.delivery.pace.WarmUpRecord;

/**
 * The pace of sites and the warm-ups in MongoDB. A document is replaced by whoever names its
 * version; who has written it stands in it, so that a writer whose answer was lost finds out.
 */
public final class MongoPace implements PaceStore {

    static final String SITES = "sites";
    static final String WARM_UPS = "warmups";

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final String WRITER = "writer";
    private static final String WRITTEN = "written";

    private final MongoDatabase database;
    private final MongoCollection<Document> sites;
    private final MongoCollection<Document> warmUps;

    /** On a database with its indexes. */
    MongoPace(MongoDatabase database) {
        this.database = database;
        this.sites = database.getCollection(SITES);
        this.warmUps = database.getCollection(WARM_UPS);
    }

    @Override
    public Map<String, SiteRecord> read(Collection<String> names) {
        return answered(() -> {
            Map<String, SiteRecord> found = new HashMap<>();
            for (Document document : sites.find(in(names))) {
                SiteRecord site = PaceDocuments.site(document);
                found.put(site.site(), site);
            }
            return found;
        });
    }

    @Override
    public Set<String> replace(String worker, Collection<SiteRecord> next) {
        Map<String, Long> versions = new HashMap<>();
        List<UpdateOneModel<Document>> writes = new ArrayList<>();
        for (SiteRecord site : next) {
            versions.put(site.site(), site.version());
            writes.add(
                    new UpdateOneModel<>(
                            before(site.site(), site.version()),
                            set(PaceDocuments.write(site), worker),
                            UPSERT));
        }
        write(sites, writes);
        return written(worker, versions);
    }

    /** One that stands with another version makes an upsert a duplicate: it is left as it is. */
    private static void write(
            MongoCollection<Document> collection, List<UpdateOneModel<Document>> writes) {
        answered(() -> {
            try {
                collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            } catch (MongoBulkWriteException e) {
                boolean conflicts =
                        e.getWriteConcernError() == null
                                && e.getWriteErrors().stream()
                                        .allMatch(error ->
                                                error.getCategory() == ErrorCategory.DUPLICATE_KEY);
                if (!conflicts) {
                    throw e;
                }
            }
            return true;
        });
    }

    private Set<String> written(String worker, Map<String, Long> versions) {
        return answered(() -> {
            Set<String> ours = new HashSet<>();
            for (Document document :
                    sites.find(in(versions.keySet()))
                            .projection(new Document("version", 1).append(WRITER, 1))) {
                String name = document.getString("_id");
                if (document.getLong("version").equals(versions.get(name))
                        && worker.equals(document.getString(WRITER))) {
                    ours.add(name);
                }
            }
            return ours;
        });
    }

    @Override
    public List<SiteRecord> newest(int limit) {
        return answered(() ->
                sites.find()
                        .sort(new Document("last.at", -1))
                        .limit(limit)
                        .map(PaceDocuments::site)
                        .into(new ArrayList<>()));
    }

    @Override
    public Optional<WarmUpRecord> warmUp(String id) {
        return answered(() ->
                Optional.ofNullable(warmUps.find(new Document("_id", id)).first())
                        .map(PaceDocuments::warmUp));
    }

    @Override
    public boolean replace(String worker, WarmUpRecord next) {
        write(
                warmUps,
                List.of(
                        new UpdateOneModel<>(
                                before(next.id(), next.version()),
                                set(PaceDocuments.write(next), worker),
                                UPSERT)));
        Document ours =
                new Document("_id", next.id())
                        .append("version", next.version())
                        .append(WRITER, worker);
        return answered(() -> warmUps.find(ours).first() != null);
    }

    @Override
    public List<WarmUpRecord> warmUps(int limit) {
        return answered(() ->
                warmUps.find().limit(limit).map(PaceDocuments::warmUp).into(new ArrayList<>()));
    }

    @Override
    public long now() {
        return answered(() -> {
            Date now = database.runCommand(new Document("hello", 1)).getDate("localTime");
            return now.toInstant().toEpochMilli();
        });
    }

    /** Deletes sites and warm-ups that nobody wrote to since {@code before}. */
    public void expire(long before) {
        Document early = new Document(WRITTEN, new Document("$lt", before));
        answered(() -> sites.deleteMany(early));
        answered(() -> warmUps.deleteMany(early));
    }

    private static Document in(Collection<String> names) {
        return new Document("_id", new Document("$in", List.copyOf(names)));
    }

    private static Document before(String id, long version) {
        return new Document("_id", id).append("version", version - 1);
    }

    /** The time is for {@link #expire} alone. */
    private static Document set(Document fields, String worker) {
        return new Document(
                "$set", fields.append(WRITER, worker).append(WRITTEN, System.currentTimeMillis()));
    }
}
