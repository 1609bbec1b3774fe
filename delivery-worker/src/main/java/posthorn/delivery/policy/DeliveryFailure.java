package posthorn.delivery.policy;

import posthorn.protocol.smtp.Reply;
import posthorn.protocol.wire.Refusal;

/** What can go wrong on the way to a recipient; what follows from it says {@link FailurePolicy}. */
public sealed interface DeliveryFailure {

    /** Steps of an SMTP session, in order. */
    enum Stage {
        /** Connecting, up to the greeting (RFC 5321 §4.3.1). */
        GREETING,
        /** EHLO or HELO. */
        HELLO,
        /** STARTTLS and the handshake. */
        TLS,
        /** MAIL. */
        MAIL,
        /** RCPT. */
        RCPT,
        /** DATA, up to the 354. */
        DATA,
        /** The message, before its end of data. */
        BODY,
        /** From the end of data to its reply: what is lost here may have arrived. */
        END_OF_DATA
    }

    /** What a host would have to offer for a message. */
    enum SmtpExtension {
        /** RFC 6152. */
        EIGHT_BIT_MIME,
        /** RFC 6531. */
        SMTP_UTF8
    }

    /** A reply other than the one hoped for. */
    record UnexpectedReply(Stage stage, String host, Reply reply) implements DeliveryFailure {}

    /** The connection broke, timed out, or brought something that is no reply. */
    record ConnectionLost(Stage stage, String host, String reason) implements DeliveryFailure {}

    /** No address of the destination could be reached. */
    record Unreachable(String host, String reason) implements DeliveryFailure {}

    /** The host lacks a feature that the message needs; nothing is converted. */
    record NotOffered(SmtpExtension feature, String host) implements DeliveryFailure {}

    /** The message is larger than the host says it takes (RFC 1870). */
    record TooLarge(String host, long limit) implements DeliveryFailure {}

    /** DNS says that the domain does not exist, or that it has no address. */
    record NoSuchDomain(String domain) implements DeliveryFailure {}

    /** The domain says that it takes no mail (RFC 7505). */
    record NullMx(String domain) implements DeliveryFailure {}

    /** DNS gave no answer that can be used. */
    record DnsUnavailable(String domain, String reason) implements DeliveryFailure {}

    /** The best host for the domain is this system (RFC 5321 §5.1). */
    record LoopsBack(String domain) implements DeliveryFailure {}

    /** All addresses of the domain are in networks that nothing is relayed to. */
    record ForbiddenNetwork(String domain, String address) implements DeliveryFailure {}

    /** The address cannot be brought into a command. */
    record BadAddress(String address) implements DeliveryFailure {}

    /** The domain is ours, and nobody has the address. */
    record NoSuchUser(String address) implements DeliveryFailure {}

    /** The mailbox store refused. */
    record MailboxRefused(Refusal reason, String text) implements DeliveryFailure {}

    /** The mailbox store did not answer, or asks to come later. */
    record MailboxUnavailable(String reason) implements DeliveryFailure {}

    /** The octets of the message are nowhere to be found. */
    record BodyMissing(String name) implements DeliveryFailure {}

    /** A defect of ours. */
    record Defect(String what) implements DeliveryFailure {}
}
