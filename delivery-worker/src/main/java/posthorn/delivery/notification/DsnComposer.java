package posthorn.delivery.notification;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.protocol.dsn.DeliveryReport;
import posthorn.protocol.dsn.DeliveryReport.Action;
import posthorn.protocol.dsn.DeliveryReport.Original;
import posthorn.protocol.dsn.DeliveryReport.ReportedRecipient;
import posthorn.protocol.dsn.ReportComposer;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.ReturnContent;

/**
 * Delivery status notifications for the sender, with the null reverse-path, so that nothing is ever
 * returned for them (RFC 5321 §4.5.5). Of a message whose sender did not sign in only the header
 * comes back: its reverse-path may be forged, and whoever stands there shall not get what somebody
 * else wrote.
 */
public final class DsnComposer implements NotificationComposer {

    private final String hostname;
    private final Duration lifetime;

    /**
     * A composer for notifications from this host.
     *
     * @param lifetime how long a message is tried
     */
    public DsnComposer(String hostname, Duration lifetime) {
        this.hostname = hostname;
        this.lifetime = lifetime;
    }

    @Override
    public AcceptedMail compose(QueuedMessage message, PendingNotification pending, byte[] head) {
        DeliveryReport report = report(message, pending, head);
        ByteString body = ByteString.copyFrom(ReportComposer.compose(report));
        return AcceptedMail.newBuilder()
                .setId(pending.id())
                .setParent(message.id())
                .setReversePath("")
                .addRecipients(
                        MailRecipient.newBuilder().setAddress(message.mail().getReversePath()))
                .setArrival(
                        Arrival.newBuilder()
                                .setAt(pending.at())
                                .setListener("internal")
                                .setHost(hostname))
                .setInline(body)
                .setSize(body.size())
                .setSmtpUtf8(ReportComposer.needsUtf8(report))
                .setMessageId("<" + pending.id() + "@" + hostname + ">")
                .build();
    }

    private DeliveryReport report(QueuedMessage message, PendingNotification pending, byte[] head) {
        AcceptedMail mail = message.mail();
        boolean delayed = pending.kind() == PendingNotification.Kind.DELAY;
        boolean headersOnly =
                delayed
                        || mail.getReturnContent() == ReturnContent.HEADERS
                        || !message.senderIsKnown();
        return new DeliveryReport(
                delayed ? Action.DELAYED : Action.FAILED,
                pending.id(),
                hostname,
                mail.getReversePath(),
                Instant.ofEpochMilli(pending.at()),
                Instant.ofEpochMilli(message.created()),
                mail.getEnvelopeId(),
                delayed
                        ? Optional.of(Instant.ofEpochMilli(message.created()).plus(lifetime))
                        : Optional.empty(),
                recipients(message, pending),
                new Original(
                        head, head.length >= mail.getSize(), !headersOnly, mail.getMessageId()));
    }

    private static List<ReportedRecipient> recipients(
            QueuedMessage message, PendingNotification pending) {
        return pending.ordinals().stream().map(ordinal -> recipient(message, ordinal)).toList();
    }

    private static ReportedRecipient recipient(QueuedMessage message, int ordinal) {
        MailRecipient recipient = message.mail().getRecipients(ordinal);
        Attempt last = message.recipients().get(ordinal).tried().getLast();
        boolean local = !recipient.getAccount().isEmpty();
        return new ReportedRecipient(
                recipient.getAddress(),
                recipient.getOriginal(),
                last.status(),
                local ? "" : last.host(),
                last.reply(),
                Instant.ofEpochMilli(last.at()));
    }
}
