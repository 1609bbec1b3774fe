package posthorn.delivery.client;

import java.util.List;
import java.util.Map;
import posthorn.protocol.smtp.EsmtpParameter;

/**
 * What a sender wants to be told of a message, as it is passed on to a host that knows DSN (RFC
 * 3461 §5.2.1).
 *
 * @param mail RET and ENVID, as far as they were given
 * @param recipients NOTIFY and ORCPT by ordinal, as far as they were given
 */
public record NotificationParameters(
        List<EsmtpParameter> mail, Map<Integer, List<EsmtpParameter>> recipients) {

    /** Nothing was said: the host tells of failures and delays. */
    public static final NotificationParameters NONE =
            new NotificationParameters(List.of(), Map.of());

    /** Keeps both from changing. */
    public NotificationParameters {
        mail = List.copyOf(mail);
        recipients = Map.copyOf(recipients);
    }

    /** Parameters of RCPT for one recipient. */
    public List<EsmtpParameter> rcpt(int ordinal) {
        return recipients.getOrDefault(ordinal, List.of());
    }
}
