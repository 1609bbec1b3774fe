package posthorn.ingress.session;

import java.time.Duration;
import java.util.Set;

/**
 * The limits of a session. Valid: whoever makes it has checked the values.
 *
 * @param hostname our name in the greeting and in Received
 * @param maxSize octets of a message, as announced by SIZE (RFC 1870)
 * @param maxRecipients recipients of a message
 * @param maxTargets recipients that groups and forwards among those may lead to, with the others;
 *     of a first one that leads to more all are taken
 * @param maxTransactions MAIL commands on one connection that are answered with 250; 0: any number
 * @param maxHops Received fields that a message may already have (RFC 5321 §6.3)
 * @param maxBodyLine octets of a line of a message, CRLF not counted
 * @param maxCommandLine octets of a command line, CRLF not counted
 * @param maxBadCommands errors of the client after which the connection ends
 * @param maxSignInFailures failed sign-ins after which the connection ends
 * @param maxRefusedRecipients recipients that are unknown or not ours after which the connection
 *     ends
 * @param refusedRecipientsAtOnce as many of them are refused without a pause
 * @param refusedRecipientDelay pause before the answer to each further one
 * @param maxIdleCommands commands that bring no message nearer (NOOP, RSET, EHLO and the like)
 *     between two messages, after which each counts as an error
 * @param signInDelay pause after the first failed sign-in; doubled with each further one
 * @param inlineBody octets of a message that are kept in memory; a larger one becomes a transit
 *     body; the header has to fit in
 * @param repairLineBreaks whether a CR or LF that stands alone becomes CRLF in what users submit;
 *     otherwise it is refused there, too
 * @param ownAddresses IP addresses as folded address literals, besides the one that the client has
 *     connected to, at which the postmaster is found (RFC 5321 §4.5.1)
 * @param signInTimeout how long a user may take from the connection to the sign-in
 * @param commandTimeout how long to wait for a whole command (RFC 5321 §4.5.3.2.7)
 * @param dataTimeout how long to wait for a message to begin, and for a pause in it (§4.5.3.2.5)
 * @param minDataRate octets a second that each pause in a message has to be made up with; 0: any
 * @param replyLines how negative replies are sent
 */
public record SmtpSessionSettings(
        String hostname,
        long maxSize,
        int maxRecipients,
        int maxTargets,
        int maxTransactions,
        int maxHops,
        int maxBodyLine,
        int maxCommandLine,
        int maxBadCommands,
        int maxSignInFailures,
        int maxRefusedRecipients,
        int refusedRecipientsAtOnce,
        Duration refusedRecipientDelay,
        int maxIdleCommands,
        Duration signInDelay,
        int inlineBody,
        boolean repairLineBreaks,
        Set<String> ownAddresses,
        Duration signInTimeout,
        Duration commandTimeout,
        Duration dataTimeout,
        int minDataRate,
        ReplyLines replyLines) {

    public SmtpSessionSettings {
        ownAddresses = Set.copyOf(ownAddresses);
    }
}
