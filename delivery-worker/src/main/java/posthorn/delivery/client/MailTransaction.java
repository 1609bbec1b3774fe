package posthorn.delivery.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import posthorn.delivery.client.MessageContent.ContentLost;

/**
 * What a transaction says before the message.
 *
 * @param reversePath without brackets; empty: the null reverse-path
 * @param recipients forward-paths without brackets, by ordinal, in order
 * @param size octets of the message
 * @param requirements what the message asks of a host
 * @param notifications what the sender wants to be told, for a host that knows DSN
 */
public record MailTransaction(
        String reversePath,
        Map<Integer, String> recipients,
        long size,
        Requirements requirements,
        NotificationParameters notifications) {

    /** Keeps the order of {@code recipients}. */
    public MailTransaction {
        recipients = Collections.unmodifiableMap(new LinkedHashMap<>(recipients));
    }

    /**
     * What a message asks of a host. A sender may have declared more than the message needs, and
     * that is only looked into when the host does not offer it.
     */
    public interface Requirements {

        /** BODY=8BITMIME was declared, or octets above 127 were seen (RFC 6152). */
        boolean eightBitDeclared();

        /**
         * An octet above 127 is in the message. May have to read it.
         *
         * @throws ContentLost when it cannot be read now
         */
        boolean eightBitNeeded() throws ContentLost;

        /** SMTPUTF8 was declared (RFC 6531). */
        boolean utf8Declared();

        /**
         * An address or the header has characters above 127. May have to read it.
         *
         * @throws ContentLost when it cannot be read now
         */
        boolean utf8Needed() throws ContentLost;

        /** REQUIRETLS was declared (RFC 8689 §2): the host has to offer it. */
        boolean requireTls();
    }
}
