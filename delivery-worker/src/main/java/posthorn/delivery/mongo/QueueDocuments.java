package posthorn.delivery.mongo;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.delivery.queue.RecipientState;
import posthorn.protocol.wire.AcceptedMail;

/**
 * A queued message as a document, and back. The accepted record stands in it as it came. Names of
 * fields are kept as they are, since documents of an earlier release are read: {@code dotted} is
 * {@link Claim#endingData}, {@code noticed} that the sender was told of the delay, {@code followed}
 * the notifications that were produced.
 */
final class QueueDocuments {

    private static final String UNREADABLE =
            "its document in the queue cannot be read by this release";

    private QueueDocuments() {}

    static Document write(QueuedMessage message) {
        Document document =
                new Document("_id", message.id())
                        .append("mail", new Binary(message.mail().toByteArray()))
                        .append("created", message.created())
                        .append("open", true)
                        .append("left", message.left())
                        .append(
                                "recipients",
                                message.recipients().stream().map(QueueDocuments::write).toList())
                        .append(
                                "destinations",
                                message.destinations().stream().map(QueueDocuments::write).toList())
                        .append(
                                "pending",
                                message.pending().stream().map(QueueDocuments::write).toList())
                        .append("followed", message.produced());
        switch (message.body()) {
            case QueuedBody.Inline(ByteString octets) ->
                    document.append("body", new Binary(octets.toByteArray()));
            case QueuedBody.Transit(String name) -> document.append("transit", name);
            case QueuedBody.Gone() -> {}
        }
        return document;
    }

    static Document write(QueuedRecipient recipient) {
        return new Document("destination", recipient.destination())
                .append("state", recipient.state().name())
                .append("attempts", recipient.attempts())
                .append("noticed", recipient.delayNotified())
                .append("tried", recipient.tried().stream().map(QueueDocuments::write).toList());
    }

    private static Document write(Attempt attempt) {
        return new Document("at", attempt.at())
                .append("status", attempt.status())
                .append("host", attempt.host())
                .append("reply", attempt.reply());
    }

    static Document write(Destination destination) {
        return new Document("key", destination.key())
                .append("next", destination.next())
                .append("token", destination.claim().map(Claim::token).orElse(""))
                .append("worker", destination.claim().map(Claim::worker).orElse(""))
                .append("dotted", destination.claim().map(Claim::endingData).orElse(false))
                .append("recorded", destination.recorded())
                .append("attempts", destination.attempts())
                .append("maybeTwice", destination.maybeTwice());
    }

    static Document write(PendingNotification pending) {
        return new Document("id", pending.id())
                .append("kind", pending.kind().name())
                .append("ordinals", pending.ordinals())
                .append("at", pending.at())
                .append("sealed", pending.sealed());
    }

    static QueuedMessage read(Document document) {
        List<Document> recipients = document.getList("recipients", Document.class);
        return new QueuedMessage(
                mail(document),
                body(document),
                java.util.stream.IntStream.range(0, recipients.size())
                        .mapToObj(ordinal -> recipient(ordinal, recipients.get(ordinal)))
                        .toList(),
                destinations(document),
                document.getList("pending", Document.class).stream()
                        .map(QueueDocuments::pending)
                        .toList(),
                document.getList("followed", String.class),
                document.getInteger("left"));
    }

    /** What is shown of a document that cannot be read: that it is held, and why. */
    static QueuedMessage standIn(Document document) {
        AcceptedMail.Builder mail =
                AcceptedMail.newBuilder().setId(String.valueOf(document.get("_id")));
        if (document.get("created") instanceof Long created) {
            mail.getArrivalBuilder().setAt(created);
        }
        return QueuedMessage.unreadable(
                mail.build(), new QueuedBody.Gone(), new Attempt(0, "", "", UNREADABLE));
    }

    static List<Destination> destinations(Document document) {
        return document.getList("destinations", Document.class).stream()
                .map(QueueDocuments::destination)
                .toList();
    }

    private static AcceptedMail mail(Document document) {
        try {
            return AcceptedMail.parseFrom(document.get("mail", Binary.class).getData());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("queue document " + document.get("_id"), e);
        }
    }

    private static QueuedBody body(Document document) {
        Binary inline = document.get("body", Binary.class);
        if (inline != null) {
            return new QueuedBody.Inline(ByteString.copyFrom(inline.getData()));
        }
        String transit = document.getString("transit");
        return transit == null ? new QueuedBody.Gone() : new QueuedBody.Transit(transit);
    }

    private static QueuedRecipient recipient(int ordinal, Document document) {
        return new QueuedRecipient(
                ordinal,
                document.getInteger("destination"),
                RecipientState.valueOf(document.getString("state")),
                document.getInteger("attempts"),
                document.getBoolean("noticed"),
                document.getList("tried", Document.class).stream()
                        .map(QueueDocuments::attempt)
                        .toList());
    }

    private static Attempt attempt(Document document) {
        return new Attempt(
                document.getLong("at"),
                document.getString("status"),
                document.getString("host"),
                document.getString("reply"));
    }

    private static Destination destination(Document document) {
        String token = document.getString("token");
        Optional<Claim> claim =
                token.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Claim(
                                        token,
                                        document.getString("worker"),
                                        document.getBoolean("dotted")));
        return new Destination(
                document.getString("key"),
                document.getLong("next"),
                claim,
                document.getString("recorded"),
                document.getInteger("attempts"),
                document.getInteger("maybeTwice"));
    }

    private static PendingNotification pending(Document document) {
        return new PendingNotification(
                document.getString("id"),
                PendingNotification.Kind.valueOf(document.getString("kind")),
                document.getList("ordinals", Integer.class),
                document.getLong("at"),
                document.getBoolean("sealed", false));
    }
}
