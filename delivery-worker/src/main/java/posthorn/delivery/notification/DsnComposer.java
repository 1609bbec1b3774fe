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
import posthorn.protocol.dsn.DeliveryReport.Kind;
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
    private final NotificationLanguages languages;

    /**
     * A composer for notifications from this host.
     *
     * @param lifetime how long a message is tried
     * @param languages of senders
     */
    public DsnComposer(String hostname, Duration lifetime, NotificationLanguages languages) {
        this.hostname = hostname;
        this.lifetime = lifetime;
        this.languages = languages;
    }

    @Override
    public AcceptedMail compose(QueuedMessage message, PendingNotification pending, byte[] head) {
        DeliveryReport report = report(message, pending, head);
        ByteString body = ByteString.copyFrom(ReportComposer.compose(report));
        return AcceptedMail.newBuilder()
                .setId(pending.id())
                .setParent(message.id())
                .setTraceparent(message.mail().getTraceparent())
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
                .setRequireTls(message.mail().getRequireTls())
                .setTlsNotRequired(message.mail().getTlsNotRequired())
                .setMessageId("<" + pending.id() + "@" + hostname + ">")
                .build();
    }

    private DeliveryReport report(QueuedMessage message, PendingNotification pending, byte[] head) {
        AcceptedMail mail = message.mail();
        boolean delayed = pending.kind() == PendingNotification.Kind.DELAY;
        boolean headersOnly =
                pending.kind() != PendingNotification.Kind.FAILURE
                        || mail.getReturnContent() == ReturnContent.HEADERS
                        || !message.senderIsKnown();
        return new DeliveryReport(
                kind(pending.kind()),
                languages.of(mail.getReversePath(), head),
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
        return pending.ordinals().stream()
                .map(ordinal -> recipient(message, ordinal, pending.kind()))
                .toList();
    }

    private static Kind kind(PendingNotification.Kind kind) {
        return switch (kind) {
            case FAILURE -> Kind.FAILURE;
            case DELAY -> Kind.DELAY;
            case SUCCESS -> Kind.SUCCESS;
        };
    }

    private static Action action(PendingNotification.Kind kind, boolean local) {
        return switch (kind) {
            case FAILURE -> Action.FAILED;
            case DELAY -> Action.DELAYED;
            case SUCCESS -> local ? Action.DELIVERED : Action.RELAYED;
        };
    }

    private static ReportedRecipient recipient(
            QueuedMessage message, int ordinal, PendingNotification.Kind kind) {
        MailRecipient recipient = message.mail().getRecipients(ordinal);
        Attempt last = message.recipients().get(ordinal).tried().getLast();
        boolean local = !recipient.getAccount().isEmpty();
        // Into which mailbox it went is not for strangers.
        boolean stored = local && kind == PendingNotification.Kind.SUCCESS;
        return new ReportedRecipient(
                recipient.getAddress(),
                recipient.getOriginal(),
                action(kind, local),
                last.status(),
                local ? "" : last.host(),
                stored ? "" : last.reply(),
                Instant.ofEpochMilli(last.at()));
    }
}
