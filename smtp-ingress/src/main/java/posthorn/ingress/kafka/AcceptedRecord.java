package posthorn.ingress.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import posthorn.ingress.authentication.AuthenticationRequest;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.authentication.Handling;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.ScanResult;
import posthorn.protocol.smtp.DsnCondition;
import posthorn.protocol.smtp.DsnReturn;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.tls.SenderWish;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Notify;
import posthorn.protocol.wire.ReturnContent;
import posthorn.protocol.wire.ScanVerdict;
import posthorn.runtime.log.LogText;

/** From an accepted message to the records that say so. */
final class AcceptedRecord {
    private static final int LONGEST_TEXT = 512;
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
                        .setRequireTls(message.wish() == SenderWish.REQUIRETLS)
                        .setTlsNotRequired(message.wish() == SenderWish.TLS_NOT_REQUIRED)
                        .setMessageId(cut(message.headerMessageId().orElse("")));
        message.verdict()
                .ifPresent(verdict -> record.setAuthentication(AuthenticationRecord.of(verdict)));
        record.setPrefix(ByteString.copyFromUtf8(prefix(message)));
        if (!message.role().isSubmission()) {
            record.setJunk(message.junk().orElse(""));
        }
        message.scan()
                .ifPresent(
                        scan -> scan.findings().forEach(finding -> record.addScans(scan(finding))));
        message.dsn().envelopeId().ifPresent(record::setEnvelopeId);
        message.dsn().returned().ifPresent(how -> record.setReturnContent(content(how)));
        message.recipients().forEach(recipient -> record.addRecipients(recipient(recipient)));
        switch (message.body()) {
            case AcceptedMessage.Body.Inline inline -> record.setInline(octets(inline));
            case AcceptedMessage.Body.Transit transit -> record.setTransit(transit.name());
        }
        return record.build();
    }

    /** A notification names what its sender had named (RFC 3461 §6.3). */
    private static MailRecipient recipient(AcceptedMessage.Recipient recipient) {
        MailRecipient.Builder record =
                MailRecipient.newBuilder()
                        .setAddress(recipient.path().encode())
                        .setAccount(recipient.account().orElse(""))
                        .setHostedElsewhere(recipient.elsewhere());
        recipient
                .passing()
                .ifPresent(passing ->
                        record.setOriginal(original(passing.named()))
                                .setReversePath(passing.reversePath())
                                .setDeliveredTo(passing.deliveredTo()));
        recipient.dsn().original().ifPresent(who -> record.setOriginal(who.text()));
        recipient.dsn().conditions().forEach(condition -> record.addNotify(notify(condition)));
        return record.build();
    }

    private static String original(ForwardPath named) {
        boolean international = named.mailbox().map(Mailbox::isInternational).orElse(false);
        return (international ? "utf-8;" : "rfc822;") + named.encode();
    }

    private static Notify notify(DsnCondition condition) {
        return switch (condition) {
            case NEVER -> Notify.NEVER;
            case SUCCESS -> Notify.SUCCESS;
            case FAILURE -> Notify.FAILURE;
            case DELAY -> Notify.DELAY;
        };
    }

    private static ReturnContent content(DsnReturn how) {
        return switch (how) {
            case FULL -> ReturnContent.FULL;
            case HDRS -> ReturnContent.HEADERS;
        };
    }

    /** For {@code mail.events}. */
    static DeliveryEvent event(AcceptedMessage message) {
        DeliveryEvent.Builder event =
                DeliveryEvent.newBuilder().setMessageId(message.id()).setKind(EventKind.ACCEPTED);
        message.verdict().ifPresent(verdict -> authenticated(event, verdict));
        return event.setOrdinal(WHOLE_MESSAGE)
                .setAt(message.arrived().toEpochMilli())
                .setHost(message.client().address())
                .setReply(cut(LogText.clean(message.findings(), LONGEST_TEXT)))
                .setReversePath(message.sender().encode())
                .setSize(message.size())
                .setHeaderMessageId(cut(message.headerMessageId().orElse("")))
                .setRecipientCount(message.recipients().size())
                .setAccount(message.client().user().map(Client.User::account).orElse(""))
                .build();
    }

    /** For {@code mail.events}: a message that was not taken, since its sender is not proven. */
    static DeliveryEvent refused(AuthenticationVerdict verdict, Instant now) {
        AuthenticationRequest request = verdict.facts().request();
        DeliveryEvent.Builder event =
                DeliveryEvent.newBuilder()
                        .setKind(EventKind.REFUSED)
                        .setOrdinal(WHOLE_MESSAGE)
                        .setAt(now.toEpochMilli())
                        .setHost(request.clientAddress())
                        .setReversePath(request.sender().encode());
        authenticated(event, verdict);
        return event.build();
    }

    private static void authenticated(DeliveryEvent.Builder event, AuthenticationVerdict verdict) {
        event.setAuthentication(AuthenticationRecord.of(verdict))
                .setDisposition(
                        switch (verdict.handling()) {
                            case Handling.Accept _ -> "none";
                            case Handling.Junk _ -> "quarantine";
                            case Handling.Reject _, Handling.Defer _ -> "reject";
                        });
    }

    /** Fields that are known only now; what users send gets none. */
    private static String prefix(AcceptedMessage message) {
        if (message.role().isSubmission()) {
            return "";
        }
        String authentication =
                message.verdict()
                        .map(verdict -> verdict.facts().field(message.hostname()))
                        .orElse("");
        return authentication + message.scan().map(ScanResult::fields).orElse("");
    }

    private static ScanVerdict scan(ScanResult.Finding finding) {
        return ScanVerdict.newBuilder()
                .setScanner(finding.scanner())
                .setResult(finding.outcome().name().toLowerCase(Locale.ROOT))
                .setDetail(finding.detail())
                .build();
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
        if (text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_TEXT) {
            return text;
        }
        int end = Math.min(text.length(), LONGEST_TEXT);
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT
                || Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
