package posthorn.delivery.policy;

import posthorn.protocol.smtp.Reply;
import posthorn.protocol.tls.TlsDemand;
import posthorn.protocol.tls.TlsFinding;
import posthorn.protocol.wire.Refusal;

/** What can go wrong on the way to a recipient; what follows from it says {@link FailurePolicy}. */
public sealed interface DeliveryFailure {

    /** Steps of an SMTP session, in order. */
    enum Stage {
        /** Connecting. */
        CONNECT("connecting"),
        /** The greeting (RFC 5321 §4.3.1). */
        GREETING("the greeting"),
        /** EHLO, and HELO where that is refused for good (RFC 5321 §3.2). */
        HELLO("EHLO"),
        /** STARTTLS, up to its reply (RFC 3207 §4). */
        STARTTLS("STARTTLS"),
        /** The handshake. */
        TLS("the TLS handshake"),
        /**
         * EHLO within TLS. With TLS 1.3 a host that does not like what the client sent last in the
         * handshake can say so only here (RFC 8446 §2).
         */
        HELLO_OVER_TLS("EHLO over TLS"),
        /** AUTH, to a host that relays for us (RFC 4954). */
        AUTH("AUTH"),
        /** RSET, between two messages. */
        RSET("RSET"),
        /** MAIL. */
        MAIL("MAIL"),
        /** RCPT. */
        RCPT("RCPT"),
        /** DATA, up to the 354. */
        DATA("DATA"),
        /** The message, before its final dot. */
        BODY("the message"),
        /** From the final dot to its reply: what is lost here may have arrived. */
        END_OF_DATA("the end of the message");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        /** The stage as people call it. */
        public String words() {
            return words;
        }
    }

    /** What a host would have to offer for a message. */
    enum SmtpExtension {
        /** RFC 6152. */
        EIGHT_BIT_MIME,
        /** RFC 6531. */
        SMTP_UTF8,
        /** RFC 8689. */
        REQUIRE_TLS
    }

    /** A reply other than the one hoped for. */
    record UnexpectedReply(Stage stage, String host, Reply reply) implements DeliveryFailure {}

    /** The connection broke, timed out, or brought something that is no reply. */
    record ConnectionLost(Stage stage, String host, String reason) implements DeliveryFailure {}

    /** No address of the destination could be reached. */
    record Unreachable(String host, String reason) implements DeliveryFailure {}

    /** The host lacks a feature that the message needs; nothing is converted. */
    record NotOffered(SmtpExtension extension, String host) implements DeliveryFailure {}

    /**
     * The host does not do what is demanded of the connection, or is not to be used.
     *
     * @param finding what is missing
     * @param demand what was demanded, and by whom
     * @param requireTls whether the sender wants the message returned rather than sent otherwise
     *     (RFC 8689 §4.2.1)
     * @param reason in words
     */
    record NotSecure(
            TlsFinding finding, TlsDemand demand, boolean requireTls, String host, String reason)
            implements DeliveryFailure {}

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

    /** The address became a group of ours, or a forward, while the message waited. */
    record BecameGroup(String address) implements DeliveryFailure {}

    /** The host that relays for us does not let us in, or not safely. */
    record NotSignedIn(String host, String reason) implements DeliveryFailure {}

    /** The mailbox store refused. */
    record MailboxRefused(Refusal reason, String text) implements DeliveryFailure {}

    /** The mailbox store did not answer, or asks to come later. */
    record MailboxUnavailable(String reason) implements DeliveryFailure {}

    /** The octets of the message are nowhere to be found. */
    record BodyMissing(String name) implements DeliveryFailure {}

    /** The message should be signed and cannot be now. */
    record NotSigned(String reason) implements DeliveryFailure {}

    /**
     * The message waits for its turn: the hosts of the destination get no more now.
     *
     * @param site as its hosts are named
     * @param reason in words
     * @param warmUp the day's messages of a large provider are used up; another way may be taken
     */
    record Paced(String site, String reason, boolean warmUp) implements DeliveryFailure {}

    /** An error of ours; what it was stands in the log of the process. */
    record Defect() implements DeliveryFailure {}
}
