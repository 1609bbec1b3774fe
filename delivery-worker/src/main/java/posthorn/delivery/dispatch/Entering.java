package posthorn.delivery.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import posthorn.protocol.smtp.Domain;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;

/** From an accepted message to its document, before anything was tried. */
final class Entering {

    /** Key of recipients whose address cannot be read; an attempt returns them. */
    static final String NO_DOMAIN = "";

    private Entering() {}

    /**
     * The document of {@code mail}, every destination due now.
     *
     * @param now milliseconds since 1970
     */
    static QueuedMessage document(AcceptedMail mail, long now) {
        Map<String, Integer> groups = new LinkedHashMap<>();
        List<Recipient> recipients = new ArrayList<>();
        for (int ordinal = 0; ordinal < mail.getRecipientsCount(); ordinal++) {
            String key = key(mail.getRecipients(ordinal));
            int group = groups.computeIfAbsent(key, _ -> groups.size());
            recipients.add(Recipient.waiting(ordinal, group));
        }
        List<Destination> destinations =
                groups.keySet().stream().map(key -> Destination.untried(key, now)).toList();
        return new QueuedMessage(
                mail.toBuilder().clearInline().build(),
                body(mail),
                recipients,
                destinations,
                List.of(),
                List.of(),
                destinations.size() + 1);
    }

    /** Where the octets of an accepted message are. */
    static Body body(AcceptedMail mail) {
        return switch (mail.getBodyCase()) {
            case INLINE -> new Body.Inline(mail.getInline());
            case TRANSIT -> new Body.Transit(mail.getTransit());
            case BODY_NOT_SET -> new Body.Gone();
        };
    }

    /** Where a recipient travels to. */
    private static String key(MailRecipient recipient) {
        if (!recipient.getAccount().isEmpty()) {
            return Destination.LOCAL;
        }
        return ForwardPath.parse(recipient.getAddress())
                .flatMap(ForwardPath::mailbox)
                .map(Mailbox::domain)
                .map(Domain::folded)
                .orElse(NO_DOMAIN);
    }

    /** The document that stands in for a record that cannot be read: held, with its octets. */
    static QueuedMessage unreadable(AcceptedMail standIn, Body octets, Attempt reason) {
        Recipient held = Recipient.waiting(0, 0).after(reason, RecipientState.HELD);
        Destination nowhere =
                new Destination(
                        Destination.UNREADABLE, Destination.NEVER, Optional.empty(), "", 0, 0);
        return new QueuedMessage(
                standIn, octets, List.of(held), List.of(nowhere), List.of(), List.of(), 2);
    }
}
