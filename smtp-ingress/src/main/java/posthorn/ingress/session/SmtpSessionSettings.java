package posthorn.ingress.session;

import java.time.Duration;

/**
 * The limits of a session. Valid: whoever makes it has checked the values.
 *
 * @param hostname our name in the greeting and in Received
 * @param maxSize octets of a message, as announced by SIZE (RFC 1870)
 * @param maxRecipients recipients of a message
 * @param maxHops Received fields that a message may already have (RFC 5321 §6.3)
 * @param maxBodyLine octets of a line of a message, CRLF not counted
 * @param maxCommandLine octets of a command line, CRLF not counted
 * @param maxBadCommands errors of the client after which the connection ends
 * @param maxSignInFailures failed sign-ins after which the connection ends
 * @param signInDelay pause after the first failed sign-in; doubled with each further one
 * @param inlineBody octets of a message that are kept in memory; a larger one becomes a transit
 *     body; the header has to fit in
 * @param commandTimeout how long to wait for a command (RFC 5321 §4.5.3.2.7)
 * @param dataTimeout how long to wait for the next octets of a message (§4.5.3.2.5)
 */
public record SmtpSessionSettings(
        String hostname,
        long maxSize,
        int maxRecipients,
        int maxHops,
        int maxBodyLine,
        int maxCommandLine,
        int maxBadCommands,
        int maxSignInFailures,
        Duration signInDelay,
        int inlineBody,
        Duration commandTimeout,
        Duration dataTimeout) {}
