package posthorn.ingress.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.charset.StandardCharsets;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.authentication.Handling;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Client;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.MailRecipient;

/** From an accepted message to the records that say so. */
final class AcceptedRecord {
    private static final int LONGEST_MESSAGE_ID = 512;
    private static final int WHOLE_MESSAGE = -1;

    private AcceptedRecord() {}

    /** For {@code mail.accepted}. */
    static AcceptedMail of(AcceptedMessage message) {
        AcceptedMail.Builder record =
                AcceptedMail.newBuilder()
                        .setId(message.id())
                        .setReversePath(message.sender().encode())
                        .setArrival(arrival(message))
                        .setSize(message.size())
                        .setEightBit(message.eightBit())
                        .setSmtpUtf8(message.smtpUtf8())
                        .setMessageId(cut(message.headerMessageId().orElse("")));
        message.verdict().ifPresent(verdict -> authenticated(record, verdict, message.hostname()));
        for (AcceptedMessage.Recipient recipient : message.recipients()) {
            record.addRecipients(
                    MailRecipient.newBuilder()
                            .setAddress(recipient.path().encode())
                            .setAccount(recipient.account().orElse("")));
        }
        switch (message.body()) {
            case AcceptedMessage.Body.Inline inline -> record.setInline(octets(inline));
            case AcceptedMessage.Body.Transit transit -> record.setTransit(transit.name());
        }
        return record.build();
    }

    /** For {@code mail.events}. */
    static DeliveryEvent event(AcceptedMessage message) {
        return DeliveryEvent.newBuilder()
                .setMessageId(message.id())
                .setKind(EventKind.ACCEPTED)
                .setOrdinal(WHOLE_MESSAGE)
                .setAt(message.arrived().toEpochMilli())
                .setHost(message.client().address())
                .setReversePath(message.sender().encode())
                .setSize(message.size())
                .setHeaderMessageId(cut(message.headerMessageId().orElse("")))
                .setRecipientCount(message.recipients().size())
                .build();
    }

    private static void authenticated(
            AcceptedMail.Builder record, AuthenticationVerdict verdict, String hostname) {
        record.setPrefix(ByteString.copyFromUtf8(verdict.facts().field(hostname)));
        record.setAuthentication(AuthenticationRecord.of(verdict));
        if (verdict.handling() instanceof Handling.Junk(String reason)) {
            record.setJunk(reason);
        }
    }

    private static Arrival arrival(AcceptedMessage message) {
        Client client = message.client();
        return Arrival.newBuilder()
                .setAt(message.arrived().toEpochMilli())
                .setClientAddress(client.address())
                .setHelo(client.hello().map(Client.Hello::name).orElse(""))
                .setTls(client.tls().orElse(""))
                .setAccount(client.user().map(Client.User::account).orElse(""))
                .setListener(message.role().word())
                .setHost(message.hostname())
                .build();
    }

    /** Both pieces as they are: the record is written out before the session lets go of them. */
    private static ByteString octets(AcceptedMessage.Body.Inline body) {
        return UnsafeByteOperations.unsafeWrap(body.prefix())
                .concat(UnsafeByteOperations.unsafeWrap(body.octets(), 0, body.length()));
    }

    /** At most so many octets, and no half character. */
    private static String cut(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_MESSAGE_ID) {
            return text;
        }
        int end = Math.min(text.length(), LONGEST_MESSAGE_ID);
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE_ID
                || Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
