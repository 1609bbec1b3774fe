package posthorn.ingress.session;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import posthorn.protocol.smtp.EnhancedStatus;
import posthorn.protocol.smtp.Reply;

/**
 * Every reason for which a client is told no, with what it is told (RFC 5321 §4.2.3, RFC 3463, RFC
 * 4954 §6). Nothing else in this service makes a negative reply, but for the grammar's own about an
 * argument that cannot be read.
 *
 * <p>The text tells the reader of a bounce what is wrong, and what to do where there is something
 * to do.
 */
public enum RejectReason {
    // The client said something that is no command, or not now.
    UNKNOWN_COMMAND(500, "5.5.1", "Unknown command; HELP lists those that there are"),
    NOT_IMPLEMENTED(502, "5.5.1", "%s is not available here"),
    LINE_TOO_LONG(500, "5.5.2", "The line is too long"),
    BAD_ARGUMENT(501, "5.5.4", "Syntax error in the argument"),
    BAD_SEQUENCE(503, "5.5.1", "Bad sequence of commands: %s"),
    MAIL_FIRST(503, "5.5.1", "Bad sequence of commands: MAIL first"),
    NO_RECIPIENTS(554, "5.5.1", "No valid recipients"),
    BAD_PARAMETER(501, "5.5.4", "Bad value of the parameter %s"),
    UNKNOWN_PARAMETER(555, "5.5.4", "The parameter %s is not known here"),
    XCLIENT_NOT_TRUSTED(550, "5.7.0", "XCLIENT is for proxies in trusted networks, once"),
    TOO_MANY_ERRORS(421, "4.7.0", "Too many errors, closing the connection"),

    // Signing in.
    NEEDS_TLS(
            530,
            "5.7.0",
            "Encryption is required: set connection security of the outgoing server to STARTTLS, or"
                    + " to SSL/TLS on the port for it (465)"),
    NEEDS_SIGN_IN(
            530,
            "5.7.0",
            "Sign in first: set authentication of the outgoing server to 'normal password', with"
                    + " your full address as user name"),
    NO_AUTH_HERE(
            502,
            "5.5.1",
            "No sign-in on this port: set the port of the outgoing server to 587 or 465"),
    NO_TLS_HERE(502, "5.5.1", "STARTTLS is not available"),
    UNKNOWN_MECHANISM(504, "5.5.4", "The authentication mechanism is not known here"),
    SIGN_IN_CANCELLED(501, "5.7.0", "Authentication cancelled"),
    SIGN_IN_MALFORMED(501, "5.5.2", "The authentication response cannot be decoded"),
    SIGN_IN_TOO_LONG(500, "5.5.6", "The authentication response is too long"),
    BAD_CREDENTIALS(535, "5.7.8", "User name or password is wrong"),
    ACCOUNT_DISABLED(525, "5.7.13", "%s"),
    SWITCHED_OFF(525, "5.7.13", "%s"),
    APP_PASSWORD_NEEDED(534, "5.7.9", "%s"),
    TRANSITION_NEEDED(432, "4.7.12", "%s"),
    TOKEN_EXPIRED(535, "5.7.8", "%s"),
    TOKEN_REFUSED(535, "5.7.8", "%s"),
    CERTIFICATE_REFUSED(535, "5.7.8", "%s"),
    AMBIGUOUS_LOGIN(535, "5.7.8", "%s"),
    CHANNEL_BINDING(535, "5.7.8", "The channel binding is of another connection than this one"),
    SIGN_IN_LATER(454, "4.7.0", "Too many sign-ins, try again later"),
    SIGN_IN_UNAVAILABLE(454, "4.7.0", "Sign-in is not possible at the moment, try again later"),
    ACCOUNT_CLOSED(550, "5.7.1", "The account may not send any more; ask your administrator"),

    // Who may send to whom.
    SENDER_NOT_OWNED(550, "5.7.1", "The sender address <%s> is not one of yours"),
    FROM_NOT_OWNED(550, "5.7.1", "An address in the From or Sender field is not one of yours"),
    RELAY_DENIED(
            550,
            "5.7.1",
            "We do not relay for you: sign in on port 587 or 465 to send to other domains"),
    UNKNOWN_USER(550, "5.1.1", "No such user here"),
    NEEDS_SMTPUTF8(553, "5.6.7", "An address beyond ASCII needs the SMTPUTF8 parameter of MAIL"),
    MAILBOX_DISABLED(550, "5.2.1", "The mailbox is disabled; ask its administrator"),
    GROUP_NOT_FOR_SENDER(
            550,
            "5.7.2",
            "You may not send to this group: sign in as somebody who may, or ask its administrator"),
    EXPANSION_FAILED(
            451,
            "4.2.4",
            "The address leads to nobody or to too many, its administrator has to mend it; try again"
                    + " later"),
    NOTIFICATIONS_ONLY(
            550,
            "5.7.1",
            "This address takes notifications alone, which have an empty sender: write to the person"
                    + " themselves"),
    RECIPIENT_NOT_KNOWN_NOW(
            451,
            "4.4.1",
            "The host of this mailbox cannot be asked at the moment, try again later"),
    MAILBOX_FULL(452, "4.2.2", "The mailbox is full, try again later"),
    MESSAGE_OVER_QUOTA(552, "5.2.2", "The message is larger than all that the mailbox may hold"),
    TOO_MANY_RECIPIENTS(452, "4.5.3", "Too many recipients, send the rest in another transaction"),
    TOO_MANY_TRANSACTIONS(421, "4.5.3", "Enough messages on this connection, open another one"),
    TOO_MANY_UNKNOWN(
            421,
            "4.7.0",
            "Too many recipients from your address are unknown here, try again later"),
    CONNECTING_TOO_OFTEN(
            421,
            "4.7.0",
            "Too many connections from %s: %s within %s are taken; try again in %s, and send several"
                    + " messages in one connection"),
    SENDING_TOO_OFTEN(
            450, "4.7.1", "Too many messages from %s: %s within %s are taken; send the rest in %s"),
    TOO_MANY_SENT(
            450,
            "4.7.1",
            "Your account may send %s messages within %s, and has: send the rest in %s. If it was"
                    + " not you, change your password and tell your administrator"),
    TOO_MANY_ADDRESSED(
            450,
            "4.7.1",
            "Your account may write to %s recipients within %s, and has: write to the rest in %s. If"
                    + " it was not you, change your password and tell your administrator"),
    MAILBOX_TOO_BUSY(450, "4.2.1", "The mailbox gets too much mail at the moment; try again in %s"),
    BLOCK_LISTED(
            550,
            "5.7.1",
            "%s is on the block list of %s: %s\nAsk its operators to take the address off, or send"
                    + " through another server. The postmaster here can be written to all the same"),
    GREYLISTED(
            451,
            "4.7.1",
            "Your server is new here: the message is taken when it comes again in %s, as mail"
                    + " servers do by themselves"),
    DIRECTORY_UNAVAILABLE(451, "4.4.3", "The address cannot be looked up at the moment, try again"),

    // Who has sent it.
    SENDER_NOT_PROVEN(550, "5.7.26", "%s"),
    SENDER_NOT_KNOWN_NOW(
            451,
            "4.7.26",
            "Whether the message is from whom it says cannot be looked up at the moment, try again"
                    + " later: %s"),

    // The message itself.
    TOO_LARGE(552, "5.3.4", "The message is larger than the %s octets that are allowed"),
    HEADER_TOO_LARGE(552, "5.3.4", "The header is larger than %s octets"),
    BARE_LINE_BREAK(554, "5.6.0", "A CR or LF stands alone: lines end with CRLF"),
    NUL_OCTET(554, "5.6.0", "A NUL octet stands in the message"),
    BINARY_MALFORMED(
            554,
            "5.6.0",
            "Octets that are no lines stand outside of the parts that are declared binary"),
    HEADER_MALFORMED(
            554,
            "5.6.0",
            "A line of the header is no field: a name of printable ASCII and a colon are expected"),
    NO_SINGLE_FROM(
            554,
            "5.6.0",
            "The header needs exactly one From field, with an address, and at most one Sender"),
    BODY_LINE_TOO_LONG(554, "5.6.0", "A line is longer than %s octets"),
    VIRUS_FOUND(
            554,
            "5.7.1",
            "The message carries %s, says %s: take it out, look after the computer that it comes"
                    + " from, and send again"),
    LOOKS_LIKE_SPAM(
            554,
            "5.7.1",
            "The message looks like spam (%s): change it or write from another server. The"
                    + " postmaster here can be written to in a plain message"),
    CONTENT_DEFERRED(
            451, "4.7.1", "The message is looked into once more (%s): try again in 10 minutes"),
    SCANNER_UNAVAILABLE(
            451,
            "4.7.1",
            "The message cannot be looked into at the moment, try again in 10 minutes"),
    FORWARD_LOOP(
            554,
            "5.4.6",
            "The message went on from <%s> before and comes back to it: it goes round in a loop"),
    TOO_MANY_HOPS(554, "5.4.6", "Too many hops: the message goes round in a loop"),

    // We cannot, for now.
    INTAKE_CLOSED(452, "4.3.1", "No room for mail at the moment, try again later"),
    OUT_OF_MEMORY(452, "4.3.1", "Too much mail at the moment, try again later"),
    LOG_UNAVAILABLE(451, "4.3.0", "The message could not be stored safely, try again"),
    BODY_STORE_UNAVAILABLE(451, "4.3.0", "The message could not be stored, try again"),
    HEADER_NOT_READ(451, "4.3.0", "Internal error, try again later"),
    TIMEOUT(421, "4.4.2", "Timeout, closing the connection"),
    TOO_SLOW(421, "4.4.2", "The message came in too slowly, closing the connection"),
    SIGN_IN_ENDED(421, "4.7.0", "The account was closed or its password changed: sign in again"),
    SHUTTING_DOWN(421, "4.3.2", "The service is going down, try again later"),
    DEFECT(421, "4.3.0", "Internal error, try again later"),
    NO_PROXY_HEADER(421, "4.7.0", "This port is reached through its load balancer alone"),
    TOO_MANY_CONNECTIONS(421, "4.3.2", "Too many connections, try again later"),
    TOO_MANY_FROM_CLIENT(421, "4.7.0", "Too many connections from your address, try again later");

    private static final Set<RejectReason> CLIENT_ERRORS =
            EnumSet.of(
                    UNKNOWN_COMMAND,
                    NOT_IMPLEMENTED,
                    LINE_TOO_LONG,
                    BAD_ARGUMENT,
                    BAD_SEQUENCE,
                    BAD_PARAMETER,
                    UNKNOWN_PARAMETER,
                    XCLIENT_NOT_TRUSTED,
                    NEEDS_TLS,
                    NEEDS_SIGN_IN,
                    NO_AUTH_HERE,
                    NO_TLS_HERE,
                    UNKNOWN_MECHANISM,
                    SIGN_IN_CANCELLED,
                    SIGN_IN_MALFORMED,
                    SIGN_IN_TOO_LONG);

    private final int code;
    private final String status;
    private final String text;

    RejectReason(int code, String status, String text) {
        this.code = code;
        this.status = status;
        this.text = text;
    }

    /**
     * The reply; {@code details} fill the places that the text has for them, with a line break
     * where a line of the reply ends.
     */
    public Reply reply(Object... details) {
        String[] lines = String.format(Locale.ROOT, text, details).split("\n", -1);
        return Reply.of(code, EnhancedStatus.of(status), lines);
    }

    /**
     * Whether the client does not speak SMTP as it should: too many of these end the connection.
     * Commands that were pipelined behind a refused MAIL are not among them.
     */
    public boolean isClientError() {
        return CLIENT_ERRORS.contains(this);
    }

    /** As it stands in the label of the counter, such as {@code unknown-user}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
