package posthorn.protocol.dsn;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.explanation.Language;

/**
 * What a notification tells.
 *
 * @param kind what it is about
 * @param languages of the text for people, in order, at least one
 * @param id left side of the notification's Message-ID, and its boundary: letters and digits
 * @param reportingHost our name
 * @param to the reverse-path of the original, not empty
 * @param date of the notification
 * @param arrived when the original was accepted
 * @param envelopeId ENVID of the original (RFC 3461 §4.4); empty: none
 * @param retryUntil for a delay: until when it is tried
 * @param recipients at least one
 * @param original what there is of the original
 */
public record DeliveryReport(
        Kind kind,
        List<Language> languages,
        String id,
        String reportingHost,
        String to,
        Instant date,
        Instant arrived,
        String envelopeId,
        Optional<Instant> retryUntil,
        List<ReportedRecipient> recipients,
        Original original) {

    /** What a notification is about. */
    public enum Kind {
        /** Given up. */
        FAILURE,
        /** Tried again. */
        DELAY,
        /** The recipients have it, and the sender wanted to know (RFC 3461 §4.1). */
        SUCCESS
    }

    /** What happened to a recipient (RFC 3464 §2.3.3). */
    public enum Action {
        /** Given up. */
        FAILED,
        /** Tried again. */
        DELAYED,
        /** In the mailbox. */
        DELIVERED,
        /** Taken by a host that does not send notifications. */
        RELAYED
    }

    /**
     * One recipient.
     *
     * @param address forward-path
     * @param originalAddress ORCPT with its type (RFC 3461 §4.2); empty: none
     * @param action what happened
     * @param status RFC 3463 code
     * @param remoteHost host that was talked to; empty: none was
     * @param reply its reply, or our own reason
     * @param lastAttempt when it was last tried
     */
    public record ReportedRecipient(
            String address,
            String originalAddress,
            Action action,
            String status,
            String remoteHost,
            String reply,
            Instant lastAttempt) {}

    /**
     * The original.
     *
     * @param head its first octets
     * @param whole {@code head} is all of it
     * @param returnWhole the sender wants, or does not mind, all of it back
     * @param messageId its Message-ID with brackets; empty: none
     */
    public record Original(byte[] head, boolean whole, boolean returnWhole, String messageId) {}

    /** Keeps the lists from changing. */
    public DeliveryReport {
        languages = List.copyOf(languages);
        recipients = List.copyOf(recipients);
    }
}
