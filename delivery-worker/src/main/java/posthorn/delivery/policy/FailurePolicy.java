package posthorn.delivery.policy;

import java.util.Locale;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.AttemptResult.Held;
import posthorn.delivery.policy.DeliveryFailure.BadAddress;
import posthorn.delivery.policy.DeliveryFailure.BodyMissing;
import posthorn.delivery.policy.DeliveryFailure.ConnectionLost;
import posthorn.delivery.policy.DeliveryFailure.Defect;
import posthorn.delivery.policy.DeliveryFailure.DnsUnavailable;
import posthorn.delivery.policy.DeliveryFailure.ForbiddenNetwork;
import posthorn.delivery.policy.DeliveryFailure.LoopsBack;
import posthorn.delivery.policy.DeliveryFailure.MailboxRefused;
import posthorn.delivery.policy.DeliveryFailure.MailboxUnavailable;
import posthorn.delivery.policy.DeliveryFailure.NoSuchDomain;
import posthorn.delivery.policy.DeliveryFailure.NoSuchUser;
import posthorn.delivery.policy.DeliveryFailure.NotOffered;
import posthorn.delivery.policy.DeliveryFailure.NullMx;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.delivery.policy.DeliveryFailure.TooLarge;
import posthorn.delivery.policy.DeliveryFailure.UnexpectedReply;
import posthorn.delivery.policy.DeliveryFailure.Unreachable;
import posthorn.protocol.smtp.EnhancedStatus;
import posthorn.protocol.smtp.Reply;

/**
 * What follows from each failure: try again, return it, or hold it. The only place that decides so.
 *
 * <p>The rule behind the cases: what the other side says for good (5yz, a null MX, a domain that
 * does not exist) is returned; what may pass (4yz, silence, a broken connection, DNS without an
 * answer) is tried again; what only a person can mend is held.
 */
public final class FailurePolicy {

    private static final int TOO_MANY_RECIPIENTS = 552;

    private FailurePolicy() {}

    /** The result for a recipient that met {@code failure}. */
    public static AttemptResult result(DeliveryFailure failure) {
        return switch (failure) {
            case UnexpectedReply t -> replied(t);
            case ConnectionLost t -> lost(t);
            case Unreachable t -> new Deferred("4.4.1", t.host(), t.reason(), false);
            case NotOffered t -> notOffered(t);
            case TooLarge t ->
                    new Failed(
                            "5.3.4", t.host(), "the host takes at most " + t.limit() + " octets");
            case NoSuchDomain t ->
                    new Failed("5.1.2", "", "the domain " + t.domain() + " does not exist");
            case NullMx t ->
                    new Failed("5.1.10", "", "the domain " + t.domain() + " takes no mail");
            case DnsUnavailable t ->
                    new Deferred("4.4.3", "", "DNS for " + t.domain() + ": " + t.reason(), false);
            case LoopsBack t ->
                    new Failed(
                            "5.4.6", "", "mail for " + t.domain() + " loops back to this system");
            case ForbiddenNetwork t ->
                    new Failed(
                            "5.4.4", "", t.domain() + " is at " + t.address() + ", not relayed to");
            case BadAddress t -> new Failed("5.1.3", "", "no valid address: " + t.address());
            case NoSuchUser t -> new Failed("5.1.1", "", "no mailbox " + t.address());
            case MailboxRefused t -> refused(t);
            case MailboxUnavailable t -> new Deferred("4.3.0", "", t.reason(), false);
            case BodyMissing t -> new Held("the body " + t.name() + " is missing");
            case Defect t -> new Deferred("4.3.0", "", "internal error: " + t.what(), false);
        };
    }

    /**
     * Whether another host of the same destination may do better: it could not be talked to, or did
     * not come to speak about recipients.
     */
    public static boolean worthAnotherHost(DeliveryFailure failure) {
        return switch (failure) {
            case UnexpectedReply t ->
                    t.stage().compareTo(Stage.MAIL) < 0
                            || (t.stage() == Stage.MAIL && !permanent(t.reply()));
            case ConnectionLost t -> t.stage().compareTo(Stage.BODY) < 0;
            case Unreachable _ -> true;
            default -> false;
        };
    }

    private static boolean permanent(Reply reply) {
        return reply.kind() == Reply.Kind.PERMANENT_FAILURE;
    }

    private static AttemptResult replied(UnexpectedReply t) {
        // RFC 5321 §4.5.3.1.10: 552 to RCPT means too many recipients, and is to be taken as 452.
        boolean tooMany = t.stage() == Stage.RCPT && t.reply().code() == TOO_MANY_RECIPIENTS;
        return switch (t.reply().kind()) {
            case PERMANENT_FAILURE ->
                    tooMany
                            ? new Deferred("4.5.3", t.host(), t.reply().summary(), false)
                            : new Failed(status(t.reply()), t.host(), t.reply().summary());
            case TRANSIENT_FAILURE ->
                    new Deferred(status(t.reply()), t.host(), t.reply().summary(), false);
            case COMPLETED, INTERMEDIATE ->
                    new Deferred(
                            "4.5.0",
                            t.host(),
                            "unexpected at " + words(t.stage()) + ": " + t.reply().summary(),
                            t.stage() == Stage.END_OF_DATA);
        };
    }

    private static String status(Reply reply) {
        return reply.status()
                .map(EnhancedStatus::toString)
                .orElse(permanent(reply) ? "5.0.0" : "4.0.0");
    }

    /** The stage as people read it, as in {@code end of data}. */
    private static String words(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static AttemptResult lost(ConnectionLost t) {
        String where = words(t.stage());
        return new Deferred(
                "4.4.2",
                t.host(),
                "at " + where + ": " + t.reason(),
                t.stage() == Stage.END_OF_DATA);
    }

    private static AttemptResult notOffered(NotOffered t) {
        return switch (t.feature()) {
            case EIGHT_BIT_MIME ->
                    new Failed("5.6.3", t.host(), "the host does not offer 8BITMIME");
            case SMTP_UTF8 -> new Failed("5.6.7", t.host(), "the host does not offer SMTPUTF8");
        };
    }

    private static AttemptResult refused(MailboxRefused t) {
        return switch (t.reason()) {
            case NO_SUCH_ACCOUNT, ACCOUNT_CLOSED -> new Failed("5.1.1", "", t.text());
            case OVER_QUOTA -> new Deferred("4.2.2", "", t.text(), false);
            case OVER_LIMIT -> new Deferred("4.2.0", "", t.text(), false);
            case TOO_OLD -> new Held(t.text());
            case NO_SUCH_MAILBOX,
                    MAILBOX_EXISTS,
                    NOT_ALLOWED,
                    BAD_NAME,
                    IN_USE,
                    NOT_LOCKED,
                    REFUSAL_UNSPECIFIED,
                    UNRECOGNIZED ->
                    new Deferred("4.3.0", "", t.reason() + " " + t.text(), false);
        };
    }
}
