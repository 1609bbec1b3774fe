package posthorn.delivery.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.reports.ReceivedReport;
import posthorn.delivery.reports.ReceivedReports;
import posthorn.delivery.reports.ReportKind;

/** Reports of others: a document each. */
public final class MongoReceivedReports implements ReceivedReports {

    static final String RECEIVED = "received_reports";

    private final MongoCollection<Document> reports;

    MongoReceivedReports(MongoDatabase database) {
        this.reports = database.getCollection(RECEIVED);
    }

    @Override
    public void put(ReceivedReport report) {
        String id =
                String.join(
                        "/",
                        report.domain(),
                        report.kind().word(),
                        report.organization(),
                        report.id());
        List<Document> rows = new ArrayList<>();
        report.rows()
                .forEach(row ->
                        rows.add(
                                new Document("count", row.count())
                                        .append("passed", row.passed())
                                        .append("source", row.source())
                                        .append("words", row.words())));
        Document document =
                new Document("_id", id)
                        .append("domain", report.domain())
                        .append("kind", report.kind().word())
                        .append("report", report.id())
                        .append("organization", report.organization())
                        .append("contact", report.contact())
                        .append("begin", report.begin())
                        .append("end", report.end())
                        .append("passed", report.passed())
                        .append("failed", report.failed())
                        .append("received", report.received())
                        .append("rows", rows);
        try {
            reports.replaceOne(
                    new Document("_id", id), document, new ReplaceOptions().upsert(true));
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    @Override
    public List<ReceivedReport> of(String domain, int most) {
        List<ReceivedReport> found = new ArrayList<>();
        try {
            reports.find(new Document("domain", domain))
                    .sort(new Document("received", -1))
                    .limit(most)
                    .forEach(document -> found.add(report(document)));
        } catch (MongoException e) {
            throw lost(e);
        }
        return found;
    }

    @Override
    public void expire(long before) {
        try {
            reports.deleteMany(new Document("received", new Document("$lt", before)));
        } catch (MongoException e) {
            throw lost(e);
        }
    }

    private static ReceivedReport report(Document document) {
        List<ReceivedReport.Row> rows =
                document.getList("rows", Document.class).stream()
                        .map(row ->
                                new ReceivedReport.Row(
                                        row.getLong("count"),
                                        row.getBoolean("passed"),
                                        row.getString("source"),
                                        row.getString("words")))
                        .toList();
        return new ReceivedReport(
                ReportKind.valueOf(document.getString("kind").toUpperCase(Locale.ROOT)),
                document.getString("report"),
                document.getString("domain"),
                document.getString("organization"),
                document.getString("contact"),
                document.getLong("begin"),
                document.getLong("end"),
                document.getLong("passed"),
                document.getLong("failed"),
                document.getLong("received"),
                rows);
    }

    private static AnswerLost lost(MongoException e) {
        return new AnswerLost("the reports of others: " + e.getMessage(), e);
    }
}
