package posthorn.delivery.relay;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import posthorn.delivery.client.MailTransaction;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;

/**
 * A message that is to be brought to a destination, with whichever hosts.
 *
 * @param bodies where its octets are read from
 * @param signatures header fields that come on top of them
 * @param scan what is known of its octets
 * @param destination domain in lower-case ASCII, or an address literal in brackets
 * @param mayEnd asked right before each final dot
 * @param attempts what the hosts that were asked came to
 */
record RelayRequest(
        AcceptedMail mail,
        QueuedBody body,
        BodySource bodies,
        ByteString signatures,
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
                mail.getSize() + signatures.size(),
                new DeclaredRequirements(mail, scan, open.values()));
    }

    /** The message from its start, the signatures on top. */
    MessageContent content() throws MessageContent.ContentLost {
        MessageContent message = bodies.open(body);
        return signatures.isEmpty() ? message : new SignedContent(signatures, message);
    }

    /** Header fields, and then the message. */
    private static final class SignedContent implements MessageContent {
        private final MessageContent message;
        private Optional<byte[]> fields;

        SignedContent(ByteString fields, MessageContent message) {
            this.fields = Optional.of(fields.toByteArray());
            this.message = message;
        }

        @Override
        public Optional<byte[]> next() throws ContentLost {
            Optional<byte[]> first = fields;
            fields = Optional.empty();
            return first.isPresent() ? first : message.next();
        }
    }
}
