package posthorn.ingress.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.authentication.Handling;
import posthorn.protocol.smtp.DsnMessageOptions;
import posthorn.protocol.smtp.DsnRecipientOptions;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.tls.SenderWish;

/**
 * A message that is about to be answered with 250.
 *
 * @param id of the message, see {@code MessageIds}
 * @param sender the reverse-path
 * @param recipients in the order of the RCPT commands; at least one
 * @param client how it came
 * @param role of the listener
 * @param hostname of this server
 * @param arrived when the final dot was read
 * @param body the message with what was prepended
 * @param size octets of the body
 * @param eightBit BODY=8BITMIME was given, or octets above 127 were seen
 * @param smtpUtf8 SMTPUTF8 was given
 * @param headerMessageId value of the Message-ID field; empty: none
 * @param verdict on who has sent it; empty: it was not checked
 * @param dsn what its sender wants of notifications (RET, ENVID)
 * @param wish what the sender wants of its way
 * @param scan what scanners say of it; empty: none was asked
 */
public record AcceptedMessage(
        String id,
        ReversePath sender,
        List<Recipient> recipients,
        Client client,
        Role role,
        String hostname,
        Instant arrived,
        Body body,
        long size,
        boolean eightBit,
        boolean smtpUtf8,
        Optional<String> headerMessageId,
        Optional<AuthenticationVerdict> verdict,
        DsnMessageOptions dsn,
        SenderWish wish,
        Optional<ScanResult> scan) {

    /** One that has come whole, with what is known of it; scanners have not looked into it. */
    static AcceptedMessage of(
            DataReceiver receiver,
            Client client,
            Role role,
            String hostname,
            Instant arrived,
            Body body) {
        Transaction transaction = receiver.transaction();
        return new AcceptedMessage(
                receiver.id(),
                transaction.sender(),
                List.copyOf(transaction.recipients()),
                client,
                role,
                hostname,
                arrived,
                body,
                receiver.size(),
                receiver.eightBit(),
                transaction.options().smtpUtf8(),
                Optional.ofNullable(receiver.messageId()),
                receiver.verdict(),
                transaction.options().dsn(),
                SenderWish.of(transaction.options().requireTls(), receiver.tlsNotRequired()),
                Optional.empty());
    }

    /** The same message, after scanners have looked into it. */
    AcceptedMessage scanned(ScanResult result) {
        return new AcceptedMessage(
                id,
                sender,
                recipients,
                client,
                role,
                hostname,
                arrived,
                body,
                size,
                eightBit,
                smtpUtf8,
                headerMessageId,
                verdict,
                dsn,
                wish,
                Optional.of(result));
    }

    /** Why it goes into the mailbox for junk; empty: it does not. */
    public Optional<String> junk() {
        return verdict.map(AuthenticationVerdict::handling)
                .filter(Handling.Junk.class::isInstance)
                .map(handling -> ((Handling.Junk) handling).reason())
                .or(() -> scan.flatMap(ScanResult::junk));
    }

    /** What was found of its client and its content, in one line; empty: nothing was looked at. */
    public String findings() {
        String sender = verdict.map(found -> found.facts().summary()).orElse("");
        String content = scan.map(ScanResult::summary).orElse("");
        return (sender + " " + content).strip();
    }

    /**
     * One recipient.
     *
     * @param path as it was given, or as it follows from what was given
     * @param account that it resolved to; empty: remote
     * @param dsn what the sender wants to be told about it (NOTIFY, ORCPT)
     * @param elsewhere whether its domain is ours, and another host has the mailbox
     * @param passing what passes the message on to it; empty: the client named it
     */
    public record Recipient(
            ForwardPath path,
            Optional<String> account,
            DsnRecipientOptions dsn,
            boolean elsewhere,
            Optional<Passing> passing) {

        /** One that the client named. */
        public Recipient(ForwardPath path, Optional<String> account, DsnRecipientOptions dsn) {
            this(path, account, dsn, false, Optional.empty());
        }

        /** The address that the client named. */
        public ForwardPath named() {
            return passing.map(Passing::named).orElse(path);
        }
    }

    /**
     * What passes a message on.
     *
     * @param named address that the client gave
     * @param reversePath of the copy; empty text: that of the message
     * @param deliveredTo address of ours that passes it on to another host; empty text: none does
     */
    public record Passing(ForwardPath named, String reversePath, String deliveredTo) {}

    /** Where the octets are. */
    public sealed interface Body {
        /**
         * In memory, in two pieces that follow each other. Not changed until the log has them.
         *
         * @param prefix what was prepended
         * @param octets the message as it came
         * @param length how many of the octets belong to it
         */
        record Inline(byte[] prefix, byte[] octets, int length) implements Body {}

        /**
         * In the transit store.
         *
         * @param name of the transit body
         */
        record Transit(String name) implements Body {}
    }
}
