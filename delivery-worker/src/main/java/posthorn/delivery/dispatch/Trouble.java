package posthorn.delivery.dispatch;

import posthorn.protocol.smtp.Reply;
import posthorn.protocol.wire.Refusal;

/** What can go wrong on the way to a recipient; what follows from it says {@link FailurePolicy}. */
public sealed interface Trouble {

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
        /** The message, before its final dot. */
        BODY,
        /** From the final dot to its reply: what is lost here may have arrived. */
        DOT
    }

    /** What a host would have to offer for a message. */
    enum Feature {
        /** RFC 6152. */
        EIGHT_BIT_MIME,
        /** RFC 6531. */
        SMTP_UTF8
    }

    /** A reply other than the one hoped for. */
    record Replied(Stage stage, String host, Reply reply) implements Trouble {}

    /** The connection broke, timed out, or brought something that is no reply. */
    record Lost(Stage stage, String host, String reason) implements Trouble {}

    /** No address of the destination could be reached. */
    record Unreachable(String host, String reason) implements Trouble {}

    /** The host lacks a feature that the message needs; nothing is converted. */
    record NotOffered(Feature feature, String host) implements Trouble {}

    /** The message is larger than the host says it takes (RFC 1870). */
    record TooLarge(String host, long limit) implements Trouble {}

    /** DNS says that the domain does not exist, or that it has no address. */
    record NoSuchDomain(String domain) implements Trouble {}

    /** The domain says that it takes no mail (RFC 7505). */
    record NullMx(String domain) implements Trouble {}

    /** DNS gave no answer that can be used. */
    record DnsAway(String domain, String reason) implements Trouble {}

    /** The best host for the domain is this system (RFC 5321 §5.1). */
    record Ourselves(String domain) implements Trouble {}

    /** All addresses of the domain are in networks that nothing is relayed to. */
    record Forbidden(String domain, String address) implements Trouble {}

    /** The address cannot be brought into a command. */
    record BadAddress(String address) implements Trouble {}

    /** The domain is ours, and nobody has the address. */
    record NoSuchUser(String address) implements Trouble {}

    /** The mailbox store refused. */
    record Refused(Refusal reason, String text) implements Trouble {}

    /** The mailbox store did not answer, or asks to come later. */
    record MailboxAway(String reason) implements Trouble {}

    /** The octets of the message are nowhere to be found. */
    record BodyMissing(String name) implements Trouble {}

    /** A defect of ours. */
    record Defect(String what) implements Trouble {}
}
