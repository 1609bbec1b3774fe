package posthorn.delivery.vacation;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import posthorn.delivery.dispatch.AcceptedLog;
import posthorn.delivery.dispatch.LocalDelivery;
import posthorn.delivery.notification.NotificationComposer;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.NotifiedSenders;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueuedBodies;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.mime.TextMessage;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.MessageIds;
import posthorn.protocol.wire.VacationReply;

/**
 * Answers for those who are away, when the message is in their mailbox. The id of a reply follows
 * from the message and the recipient: a delivery that happens again answers with the same message.
 * Nothing that goes wrong here changes the delivery.
 */
public final class VacationReplies implements LocalDelivery {

    private static final Logger LOG = Logger.getLogger(VacationReplies.class);

    private final LocalDelivery local;
    private final QueuedBodies bodies;
    private final VacationClaims claims;
    private final AcceptedLog log;
    private final NotifiedSenders answered;
    private final String hostname;
    private final InstantSource clock;

    /**
     * Behind a delivery.
     *
     * @param answered senders; a reverse-path can be forged, and whoever stands there would get the
     *     answer
     * @param hostname of this host
     */
    public VacationReplies(
            LocalDelivery local,
            QueuedBodies bodies,
            VacationClaims claims,
            AcceptedLog log,
            NotifiedSenders answered,
            String hostname,
            InstantSource clock) {
        this.local = local;
        this.bodies = bodies;
        this.claims = claims;
        this.log = log;
        this.answered = answered;
        this.hostname = hostname;
        this.clock = clock;
    }

    @Override
    public Map<Integer, AttemptResult> deliver(
            AcceptedMail mail, QueuedBody body, Collection<Integer> ordinals) {
        Map<Integer, AttemptResult> results = local.deliver(mail, body, ordinals);
        List<Integer> stored =
                results.entrySet().stream()
                        .filter(result -> result.getValue() instanceof Delivered)
                        .map(Map.Entry::getKey)
                        .toList();
        if (!stored.isEmpty() && answered.include(mail) && ReplyRules.isFromPerson(mail)) {
            answer(mail, body, stored);
        }
        return results;
    }

    private void answer(AcceptedMail mail, QueuedBody body, List<Integer> stored) {
        try {
            byte[] head = bodies.head(body, NotificationComposer.HEAD);
            Optional<List<String>> addressed = ReplyRules.addressed(mail, head);
            if (addressed.isPresent()) {
                stored.forEach(ordinal -> answer(mail, head, addressed.get(), ordinal));
            }
        } catch (AnswerLost e) {
            LOG.infof("id=%s is not answered: %s", mail.getId(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "id=%s is not answered", mail.getId());
        }
    }

    private void answer(AcceptedMail mail, byte[] head, List<String> addressed, int ordinal) {
        claims.claim(
                        mail.getRecipients(ordinal).getAccount(),
                        mail.getReversePath(),
                        addressed,
                        mail.getId())
                .ifPresent(reply -> log.produce(reply(mail, head, reply, ordinal)));
    }

    private AcceptedMail reply(AcceptedMail mail, byte[] head, VacationReply reply, int ordinal) {
        String id = MessageIds.derived(mail.getId(), String.valueOf(ordinal), "vacation", 0);
        Instant now = clock.instant();
        String messageId = "<" + id + "@" + hostname + ">";
        TextMessage message =
                new TextMessage(
                                "<" + reply.getAddress() + ">",
                                "<" + mail.getReversePath() + ">",
                                reply.getSubject(),
                                reply.getText())
                        .date(now)
                        .field("Message-ID", messageId)
                        .field("Auto-Submitted", "auto-replied (vacation)")
                        .field("X-Auto-Response-Suppress", "All");
        String original = ReplyRules.messageId(head);
        if (!original.isEmpty()) {
            message.field("In-Reply-To", original).field("References", original);
        }
        ByteString octets = ByteString.copyFrom(message.toOctets());
        return AcceptedMail.newBuilder()
                .setId(id)
                .setParent(mail.getId())
                .setTraceparent(mail.getTraceparent())
                .setReversePath("")
                .addRecipients(MailRecipient.newBuilder().setAddress(mail.getReversePath()))
                .setArrival(
                        Arrival.newBuilder()
                                .setAt(now.toEpochMilli())
                                .setListener("internal")
                                .setHost(hostname))
                .setInline(octets)
                .setSize(octets.size())
                .setSmtpUtf8(message.needsUtf8())
                .setMessageId(messageId)
                .build();
    }
}
