package posthorn.delivery.relay;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import posthorn.delivery.client.NotificationParameters;
import posthorn.protocol.smtp.DsnCondition;
import posthorn.protocol.smtp.DsnMessageOptions;
import posthorn.protocol.smtp.DsnRecipientOptions;
import posthorn.protocol.smtp.DsnReturn;
import posthorn.protocol.smtp.EsmtpParameter;
import posthorn.protocol.smtp.OriginalRecipient;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Notify;
import posthorn.protocol.wire.ReturnContent;

/** Parameters of RFC 3461 from an accepted message, as the client gave them to us. */
final class NotificationRequests {

    private NotificationRequests() {}

    static NotificationParameters of(AcceptedMail mail) {
        Map<Integer, List<EsmtpParameter>> recipients = new LinkedHashMap<>();
        for (int ordinal = 0; ordinal < mail.getRecipientsCount(); ordinal++) {
            recipients.put(ordinal, options(mail.getRecipients(ordinal)).parameters());
        }
        Optional<String> envelopeId = Optional.of(mail.getEnvelopeId()).filter(id -> !id.isEmpty());
        return new NotificationParameters(
                new DsnMessageOptions(returned(mail.getReturnContent()), envelopeId).parameters(),
                recipients);
    }

    private static Optional<DsnReturn> returned(ReturnContent content) {
        return switch (content) {
            case FULL -> Optional.of(DsnReturn.FULL);
            case HEADERS -> Optional.of(DsnReturn.HDRS);
            case RETURN_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static DsnRecipientOptions options(MailRecipient recipient) {
        return new DsnRecipientOptions(
                conditions(recipient.getNotifyList()),
                OriginalRecipient.of(recipient.getOriginal()));
    }

    private static Set<DsnCondition> conditions(List<Notify> notify) {
        Set<DsnCondition> conditions = EnumSet.noneOf(DsnCondition.class);
        for (Notify when : notify) {
            switch (when) {
                case NEVER -> {
                    return Set.of(DsnCondition.NEVER);
                }
                case SUCCESS -> conditions.add(DsnCondition.SUCCESS);
                case FAILURE -> conditions.add(DsnCondition.FAILURE);
                case DELAY -> conditions.add(DsnCondition.DELAY);
                case NOTIFY_UNSPECIFIED, UNRECOGNIZED -> {}
            }
        }
        return conditions;
    }
}
