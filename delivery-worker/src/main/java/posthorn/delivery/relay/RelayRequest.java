package posthorn.delivery.relay;

import java.util.Map;
import java.util.function.BooleanSupplier;
import posthorn.delivery.client.MailTransaction;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;

/**
 * A message that is to be brought to a destination, with whichever hosts.
 *
 * @param bodies where its octets are read from
 * @param scan what is known of its octets
 * @param destination domain in lower-case ASCII, or an address literal in brackets
 * @param mayEnd asked right before each final dot
 * @param attempts what the hosts that were asked came to
 */
record RelayRequest(
        AcceptedMail mail,
        QueuedBody body,
        BodySource bodies,
        BodyScan scan,
        String destination,
        BooleanSupplier mayEnd,
        HostAttempts attempts) {

    /** The transaction for the recipients that are not decided. */
    MailTransaction transaction() {
        Map<Integer, String> open = attempts.open();
        return new MailTransaction(
                mail.getReversePath(),
                open,
                mail.getSize(),
                new DeclaredRequirements(mail, scan, open.values()));
    }

    /** The message from its start. */
    MessageContent content() throws MessageContent.ContentLost {
        return bodies.open(body);
    }
}
