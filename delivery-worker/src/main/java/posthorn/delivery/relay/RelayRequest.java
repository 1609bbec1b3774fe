package posthorn.delivery.relay;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import posthorn.delivery.client.MailTransaction;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.tls.SenderWish;
import posthorn.protocol.wire.AcceptedMail;

/**
 * A message that is to be brought to a destination, with whichever hosts.
 *
 * @param bodies where its octets are read from
 * @param signatures header fields that come on top of them: signatures, and who passed it on
 * @param scan what is known of its octets
 * @param destination domain in lower-case ASCII, or an address literal in brackets
 * @param via the host that takes it in the place of those of the destination; empty: none does
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
        Optional<String> via,
        BooleanSupplier mayEnd,
        HostAttempts attempts) {

    /** The same by way of another host than those of its destination. */
    RelayRequest through(String host) {
        return new RelayRequest(
                mail,
                body,
                bodies,
                signatures,
                scan,
                destination,
                Optional.of(host),
                mayEnd,
                attempts);
    }

    /** What the sender wants of the way. */
    SenderWish wish() {
        return SenderWish.of(mail.getRequireTls(), mail.getTlsNotRequired());
    }

    /** Under which sessions are kept that may serve it: those to where it goes, for its wish. */
    String sessionKey() {
        String to = via.orElse(destination);
        return switch (wish()) {
            case NONE -> to;
            case REQUIRETLS -> to + " REQUIRETLS";
            case TLS_NOT_REQUIRED -> to + " TLS-Required: No";
        };
    }

    /**
     * A transaction.
     *
     * @param open addresses of recipients that are not decided, by ordinal
     */
    MailTransaction transaction(Map<Integer, String> open) {
        return new MailTransaction(
                mail.getReversePath(),
                open,
                mail.getSize() + signatures.size(),
                new DeclaredRequirements(mail, scan, open.values()),
                NotificationRequests.of(mail));
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
