package posthorn.delivery.policy;

import posthorn.delivery.policy.DeliveryFailure.BadAddress;
import posthorn.delivery.policy.DeliveryFailure.BecameGroup;
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
import posthorn.delivery.policy.DeliveryFailure.NotSecure;
import posthorn.delivery.policy.DeliveryFailure.NotSigned;
import posthorn.delivery.policy.DeliveryFailure.NotSignedIn;
import posthorn.delivery.policy.DeliveryFailure.NullMx;
import posthorn.delivery.policy.DeliveryFailure.Paced;
import posthorn.delivery.policy.DeliveryFailure.TooLarge;
import posthorn.delivery.policy.DeliveryFailure.UnexpectedReply;
import posthorn.delivery.policy.DeliveryFailure.Unreachable;
import posthorn.protocol.smtp.EnhancedStatus;
import posthorn.protocol.smtp.Reply;

/**
 * What is told of a failure, in a notification, the queue and the trace.
 *
 * @param detail subject and detail of the RFC 3463 code, as in {@code 4.2}; its class follows from
 *     the verdict
 * @param host remote host with address and port; empty: none was reached
 * @param text the reply of the host, or a sentence for people
 */
record FailureReport(String detail, String host, String text) {

    /** The report of a failure. */
    static FailureReport of(DeliveryFailure failure) {
        return switch (failure) {
            case UnexpectedReply f -> reply(f);
            case ConnectionLost f ->
                    new FailureReport(
                            "4.2", f.host(), "at " + f.stage().words() + ": " + f.reason());
            case Unreachable f -> new FailureReport("4.1", f.host(), f.reason());
            case NotOffered f -> notOffered(f);
            case NotSecure f -> notSecure(f);
            case TooLarge f ->
                    new FailureReport(
                            "3.4", f.host(), "the host takes at most " + f.limit() + " octets");
            case NoSuchDomain f -> ours("1.2", "the domain " + f.domain() + " has no mail host");
            case NullMx f -> ours("1.10", "the domain " + f.domain() + " takes no mail");
            case DnsUnavailable f -> ours("4.3", "DNS for " + f.domain() + ": " + f.reason());
            case LoopsBack f ->
                    ours("4.6", "mail for " + f.domain() + " loops back to this system");
            case ForbiddenNetwork f ->
                    ours("4.4", f.domain() + " is at " + f.address() + ", not relayed to");
            case BadAddress f -> ours("1.3", "no valid address: " + f.address());
            case NoSuchUser f -> ours("1.1", "no mailbox " + f.address());
            case BecameGroup f ->
                    ours(
                            "2.4",
                            f.address()
                                    + " became a group or a forward while the message waited; send"
                                    + " it again");
            case NotSignedIn f -> new FailureReport("7.8", f.host(), f.reason());
            case MailboxRefused f -> refused(f);
            case MailboxUnavailable f -> ours("3.0", f.reason());
            case BodyMissing f -> ours("3.0", "the body " + f.name() + " is missing");
            case NotSigned f -> ours("7.5", "the message is not signed yet: " + f.reason());
            case Paced f -> ours("4.5", "it waits for its turn: " + f.reason());
            case Defect _ -> ours("3.0", "an internal error; the log says more");
        };
    }

    private static FailureReport ours(String detail, String text) {
        return new FailureReport(detail, "", text);
    }

    private static FailureReport reply(UnexpectedReply failure) {
        Reply reply = failure.reply();
        StageEvent event = StageEvent.of(failure.stage(), reply);
        String text =
                event == StageEvent.OUT_OF_STEP
                        ? "unexpected at " + failure.stage().words() + ": " + reply.summary()
                        : reply.summary();
        return new FailureReport(detail(failure, event), failure.host(), text);
    }

    private static String detail(UnexpectedReply failure, StageEvent event) {
        return switch (event) {
            case TOO_MANY -> "5.3";
            case OUT_OF_STEP -> "5.0";
            case INCAPABLE -> stated(failure.reply(), "3.4");
            case TRANSIENT, CLOSING, PERMANENT ->
                    switch (failure.stage()) {
                        case CONNECT, GREETING, HELLO, HELLO_OVER_TLS ->
                                stated(failure.reply(), "3.2");
                        case AUTH -> stated(failure.reply(), "7.8");
                        case STARTTLS, TLS, RSET, MAIL, RCPT, DATA, BODY, END_OF_DATA ->
                                stated(failure.reply(), "0.0");
                    };
            case LOST -> "4.2";
        };
    }

    private static String stated(Reply reply, String otherwise) {
        return reply.status().map(FailureReport::detail).orElse(otherwise);
    }

    private static String detail(EnhancedStatus status) {
        return status.subject() + "." + status.detail();
    }

    private static FailureReport notOffered(NotOffered failure) {
        return switch (failure.extension()) {
            case EIGHT_BIT_MIME ->
                    new FailureReport("6.3", failure.host(), "the host does not offer 8BITMIME");
            case SMTP_UTF8 ->
                    new FailureReport("6.7", failure.host(), "the host does not offer SMTPUTF8");
            case REQUIRE_TLS ->
                    new FailureReport(
                            "7.30",
                            failure.host(),
                            "the sender wants REQUIRETLS, which the host does not offer");
        };
    }

    /** RFC 8689 §4.2.1, RFC 3463 §3.8, RFC 5248. */
    private static FailureReport notSecure(NotSecure failure) {
        String detail =
                switch (failure.finding()) {
                    case NOT_OFFERED, NOT_STARTED, UNVERIFIABLE -> "7.10";
                    case NOT_VERIFIED, UNNAMED, UNKNOWN -> "7.5";
                };
        return new FailureReport(detail, failure.host(), wanted(failure) + ": " + failure.reason());
    }

    private static String wanted(NotSecure failure) {
        return switch (failure.demand()) {
            case TLSA, ENCRYPTED, UNKNOWN -> "the domain demands TLS by DANE";
            case POLICY, UNNAMED -> "the domain demands TLS by MTA-STS";
            case UNVERIFIABLE -> "the sender demands TLS with a host that is verified (REQUIRETLS)";
            case PLAIN, OPPORTUNISTIC -> "TLS is demanded";
        };
    }

    private static FailureReport refused(MailboxRefused failure) {
        return switch (failure.reason()) {
            case NO_SUCH_ACCOUNT, ACCOUNT_CLOSED -> ours("1.1", failure.text());
            case OVER_QUOTA -> ours("2.2", failure.text());
            case OVER_LIMIT -> ours("2.0", failure.text());
            case TOO_OLD -> ours("3.0", failure.text());
            case NO_SUCH_MAILBOX,
                    MAILBOX_EXISTS,
                    NOT_ALLOWED,
                    BAD_NAME,
                    IN_USE,
                    NOT_LOCKED,
                    REFUSAL_UNSPECIFIED,
                    UNRECOGNIZED ->
                    ours("3.0", failure.reason() + " " + failure.text());
        };
    }
}
