package posthorn.ingress.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

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
        Optional<AuthenticationVerdict> verdict) {

    /**
     * One recipient.
     *
     * @param path as it was given
     * @param account that it resolved to; empty: remote
     */
    public record Recipient(ForwardPath path, Optional<String> account) {}

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
