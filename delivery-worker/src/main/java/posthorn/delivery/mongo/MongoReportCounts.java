package posthorn.delivery.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bson.Document;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.reports.CountedRow;
import posthorn.delivery.reports.ReportCounts;
import posthorn.delivery.reports.ReportKind;

/**
 * Counts for reports: a document for each row, with an id that begins with kind, day and domain;
 * and one for each report that was claimed.
 */
public final class MongoReportCounts implements ReportCounts {

    static final String COUNTS = "report_counts";
    static final String REPORTS = "reports";

    private static final int HASH_OCTETS = 12;

    private final MongoCollection<Document> counts;
    private final MongoCollection<Document> reports;

    MongoReportCounts(MongoDatabase database) {
        this.counts = database.getCollection(COUNTS);
        this.reports = database.getCollection(REPORTS);
    }

    @Override
    public void add(List<CountedRow> rows) {
        List<UpdateOneModel<Document>> writes = new ArrayList<>();
        for (CountedRow row : rows) {
            writes.add(
                    new UpdateOneModel<>(
                            new Document("_id", id(row)),
                            new Document("$inc", new Document("count", row.count()))
                                    .append(
                                            "$setOnInsert",
                                            new Document("domain", row.domain())
                                                    .append("day", row.day())
                                                    .append("row", row.row())),
                            new UpdateOptions().upsert(true)));
        }
        try {
            counts.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    @Override
    public Optional<String> nextDomain(ReportKind kind, long day, String after) {
        String prefix = prefix(kind, day);
        // The digit 0 follows the slash, which ends the domain: all of its rows are passed over.
        String from = after.isEmpty() ? prefix : prefix + after + "0";
        try {
            return Optional.ofNullable(
                            counts.find(range(from, prefix(kind, day + 1)))
                                    .sort(new Document("_id", 1))
                                    .limit(1)
                                    .first())
                    .map(document -> document.getString("domain"));
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    @Override
    public List<CountedRow> of(ReportKind kind, long day, String domain, int most) {
        List<CountedRow> rows = new ArrayList<>();
        try {
            counts.find(ofDomain(kind, day, domain))
                    .sort(new Document("_id", 1))
                    .limit(most)
                    .forEach(document ->
                            rows.add(
                                    new CountedRow(
                                            kind,
                                            day,
                                            domain,
                                            document.getString("row"),
                                            document.getLong("count"))));
        } catch (MongoException e) {
            throw lost(e);
        }
        return rows;
    }

    @Override
    public boolean claim(ReportKind kind, long day, String domain, long now, long until) {
        String id = prefix(kind, day) + domain;
        try {
            reports.insertOne(
                    new Document("_id", id)
                            .append("day", day)
                            .append("until", until)
                            .append("done", false));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw lost(e);
            }
            return claimAgain(id, now, until);
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    private boolean claimAgain(String id, long now, long until) {
        try {
            return reports.updateOne(
                                    new Document("_id", id)
                                            .append("done", false)
                                            .append("until", new Document("$lte", now)),
                                    new Document("$set", new Document("until", until)))
                            .getMatchedCount()
                    == 1;
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    @Override
    public void done(ReportKind kind, long day, String domain, long now) {
        try {
            reports.updateOne(
                    new Document("_id", prefix(kind, day) + domain),
                    new Document("$set", new Document("done", true).append("at", now)));
            counts.deleteMany(ofDomain(kind, day, domain));
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    @Override
    public void expire(long day) {
        try {
            for (ReportKind kind : ReportKind.values()) {
                counts.deleteMany(range(kind.word() + "/", prefix(kind, day)));
            }
            reports.deleteMany(new Document("day", new Document("$lt", day)));
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    private static Document range(String from, String to) {
        return new Document("_id", new Document("$gte", from).append("$lt", to));
    }

    private static Document ofDomain(ReportKind kind, long day, String domain) {
        String prefix = prefix(kind, day) + domain;
        return range(prefix + "/", prefix + "0");
    }

    private static String prefix(ReportKind kind, long day) {
        return String.format(Locale.ROOT, "%s/%07d/", kind.word(), day);
    }

    private static String id(CountedRow row) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(row.row().getBytes(StandardCharsets.UTF_8));
            return prefix(row.kind(), row.day())
                    + row.domain()
                    + "/"
                    + HexFormat.of().formatHex(hash, 0, HASH_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AnswerLost lost(MongoException e) {
        return new AnswerLost("the counts for reports: " + e.getMessage(), e);
    }
}
