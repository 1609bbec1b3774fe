package posthorn.delivery.mongo;

import java.util.List;
import org.bson.Document;
import posthorn.delivery.pace.LastReply;
import posthorn.delivery.pace.SiteBounds;
import posthorn.delivery.pace.SiteRecord;
import posthorn.delivery.pace.SiteRecord.Holder;
import posthorn.delivery.pace.SiteRecord.Want;
import posthorn.delivery.pace.WarmUpRecord;

/** What workers tell one another of sites and warm-ups, as documents. */
final class PaceDocuments {

    private PaceDocuments() {}

    static Document write(SiteRecord site) {
        return new Document("version", site.version())
                .append("connections", site.bounds().connections())
                .append("perMinute", perMinute(site.bounds().perMinute()))
                .append("lost", site.bounds().lostInRow())
                .append("halvedAt", site.halvedAt())
                .append("holders", site.holders().stream().map(PaceDocuments::write).toList())
                .append(
                        "last",
                        new Document("host", site.last().host())
                                .append("text", site.last().text())
                                .append("at", site.last().at()));
    }

    private static Document write(Holder holder) {
        return new Document("worker", holder.worker())
                .append("turn", holder.turn())
                .append("wantsConnections", holder.want().connections())
                .append("wantsPerMinute", perMinute(holder.want().perMinute()))
                .append("connections", holder.connections())
                .append("perMinute", perMinute(holder.perMinute()));
    }

    static SiteRecord site(Document document) {
        Document last = document.get("last", Document.class);
        return new SiteRecord(
                document.getString("_id"),
                document.getLong("version"),
                new SiteBounds(
                        document.getDouble("connections"),
                        readPerMinute(document, "perMinute"),
                        document.getInteger("lost")),
                document.getLong("halvedAt"),
                document.getList("holders", Document.class, List.of()).stream()
                        .map(PaceDocuments::holder)
                        .toList(),
                new LastReply(last.getString("host"), last.getString("text"), last.getLong("at")));
    }

    private static Holder holder(Document document) {
        return new Holder(
                document.getString("worker"),
                document.getLong("turn"),
                new Want(
                        document.getInteger("wantsConnections"),
                        readPerMinute(document, "wantsPerMinute")),
                document.getInteger("connections"),
                readPerMinute(document, "perMinute"));
    }

    /** No bound is written as -1: other programs read these documents, too. */
    private static double perMinute(double messages) {
        return Double.isInfinite(messages) ? -1 : messages;
    }

    private static double readPerMinute(Document document, String field) {
        double messages = document.getDouble(field);
        return messages < 0 ? Double.POSITIVE_INFINITY : messages;
    }

    static Document write(WarmUpRecord warmUp) {
        return new Document("version", warmUp.version())
                .append("day", warmUp.day())
                .append("bound", warmUp.bound())
                .append("taken", warmUp.taken())
                .append("good", warmUp.good())
                .append("bad", warmUp.bad());
    }

    static WarmUpRecord warmUp(Document document) {
        return new WarmUpRecord(
                document.getString("_id"),
                document.getLong("version"),
                document.getLong("day"),
                document.getLong("bound"),
                document.getLong("taken"),
                document.getLong("good"),
                document.getLong("bad"));
    }
}
