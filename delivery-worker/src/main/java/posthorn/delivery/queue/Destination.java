package posthorn.delivery.queue;

import java.util.Optional;
import posthorn.protocol.smtp.Domain;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.wire.MailRecipient;

/**
 * The recipients of a message that travel together, in one copy of it. Transitions: waiting (no
 * claim, a next attempt) → claimed → waiting again or done (no claim, {@link #NEVER}). A held one
 * has no next attempt until an operator gives it one.
 *
 * @param key {@link #LOCAL}, or the recipients' domain in lower-case ASCII, or an address literal
 *     in brackets
 * @param next milliseconds since 1970 of the next attempt; {@link #NEVER}: none is planned, or one
 *     is being made
 * @param claim who makes an attempt now; empty: nobody
 * @param recorded token of the last claim that ended; empty: none has. A claim is taken only of the
 *     destination as it was seen, so a claim command that arrives late cannot claim it again
 * @param attempts how many were made
 * @param maybeTwice how often its recipients may have been sent the message once more than they
 *     should
 */
public record Destination(
        String key,
        long next,
        Optional<Claim> claim,
        String recorded,
        int attempts,
        int maybeTwice) {

    /** Key of the recipients whose mailboxes are ours. */
    public static final String LOCAL = "local";

    /** Key of what stands in for a record that cannot be read. */
    public static final String UNREADABLE = "unreadable";

    /** Key of recipients whose address names no domain; an attempt returns their mail. */
    public static final String NO_DOMAIN = "";

    /** No attempt is planned. */
    public static final long NEVER = Long.MAX_VALUE;

    /** One that nobody has tried or claimed. */
    public static Destination untried(String key, long next) {
        return new Destination(key, next, Optional.empty(), "", 0, 0);
    }

    /** The key of the destination that {@code recipient} travels to. */
    static String keyOf(MailRecipient recipient) {
        if (!recipient.getAccount().isEmpty()) {
            return LOCAL;
        }
        return ForwardPath.parse(recipient.getAddress())
                .flatMap(ForwardPath::mailbox)
                .map(Mailbox::domain)
                .map(Domain::folded)
                .orElse(NO_DOMAIN);
    }

    /** Whether its recipients are reached through the mailbox store. */
    public boolean local() {
        return key.equals(LOCAL);
    }

    /** The same, claimed; counts when the claim before had come to the end of data. */
    public Destination claimed(Claim fresh) {
        int counted = maybeTwice + (claim.map(Claim::endingData).orElse(false) ? 1 : 0);
        return new Destination(key, NEVER, Optional.of(fresh), recorded, attempts, counted);
    }
}
