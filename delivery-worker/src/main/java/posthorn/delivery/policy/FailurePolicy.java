package posthorn.delivery.policy;

import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.AttemptResult.Held;
import posthorn.delivery.policy.Consequence.Connection;
import posthorn.delivery.policy.Consequence.NextHost;
import posthorn.delivery.policy.Consequence.Recipients;
import posthorn.delivery.policy.Consequence.Verdict;
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
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.delivery.policy.DeliveryFailure.TooLarge;
import posthorn.delivery.policy.DeliveryFailure.UnexpectedReply;
import posthorn.delivery.policy.DeliveryFailure.Unreachable;

/**
 * What follows from each failure. The only place that decides so; for a dialogue with a host it is
 * the table in {@link FailureTable}, for what is demanded of the connection the one in {@link
 * TlsFailureTable}.
 *
 * <p>The rule behind the rest: what is said for good (a null MX, a domain that does not exist, no
 * such mailbox) is returned; what may pass (DNS without an answer, a full mailbox) is tried again;
 * what only a person can mend is held.
 */
public final class FailurePolicy {

    private static final Consequence RETURNED = unasked(Verdict.FAIL);
    private static final Consequence WAITS = unasked(Verdict.DEFER);
    private static final Consequence HELD = unasked(Verdict.HOLD);

    private FailurePolicy() {}

    /** What follows for connection, host, recipients and message. */
    public static Consequence consequence(DeliveryFailure failure) {
        return switch (failure) {
            case UnexpectedReply f ->
                    FailureTable.at(f.stage(), StageEvent.of(f.stage(), f.reply()));
            case ConnectionLost f -> FailureTable.at(f.stage(), StageEvent.LOST);
            case Unreachable _ -> FailureTable.at(Stage.CONNECT, StageEvent.LOST);
            case NotOffered _, TooLarge _ -> FailureTable.at(Stage.MAIL, StageEvent.INCAPABLE);
            case NotSecure f -> TlsFailureTable.at(f.finding(), f.requireTls());
            case NoSuchDomain _, NullMx _, LoopsBack _, ForbiddenNetwork _ -> RETURNED;
            case NotSignedIn _ ->
                    new Consequence(Connection.QUIT, NextHost.NEXT, Recipients.ALL, Verdict.DEFER);
            case BadAddress _, NoSuchUser _, BecameGroup _ ->
                    new Consequence(Connection.KEEP, NextHost.NONE, Recipients.ONE, Verdict.FAIL);
            case MailboxRefused f -> refused(f);
            case DnsUnavailable _, MailboxUnavailable _, NotSigned _, Paced _, Defect _ -> WAITS;
            case BodyMissing _ -> HELD;
        };
    }

    /**
     * Whether a failure is about the connection alone, so that the same host may be asked the same
     * over another one: a host may have closed a connection that was idle.
     */
    public static boolean concernsConnection(DeliveryFailure failure) {
        return switch (failure) {
            case UnexpectedReply f ->
                    StageEvent.of(f.stage(), f.reply()) == StageEvent.CLOSING
                            && f.stage().compareTo(Stage.BODY) < 0;
            case ConnectionLost f -> f.stage().compareTo(Stage.BODY) < 0;
            default -> false;
        };
    }

    /** The result for a recipient that met {@code failure} and no better host. */
    public static AttemptResult result(DeliveryFailure failure) {
        FailureReport report = FailureReport.of(failure);
        return switch (consequence(failure).verdict()) {
            case DEFER -> new Deferred("4." + report.detail(), report.host(), report.text(), false);
            case DEFER_MAYBE_TAKEN ->
                    new Deferred("4." + report.detail(), report.host(), report.text(), true);
            case FAIL -> new Failed("5." + report.detail(), report.host(), report.text());
            case HOLD -> new Held(report.text());
        };
    }

    private static Consequence refused(MailboxRefused failure) {
        return switch (failure.reason()) {
            case NO_SUCH_ACCOUNT, ACCOUNT_CLOSED -> RETURNED;
            case TOO_OLD -> HELD;
            case OVER_QUOTA,
                    OVER_LIMIT,
                    NO_SUCH_MAILBOX,
                    MAILBOX_EXISTS,
                    NOT_ALLOWED,
                    BAD_NAME,
                    IN_USE,
                    NOT_LOCKED,
                    REFUSAL_UNSPECIFIED,
                    UNRECOGNIZED ->
                    WAITS;
        };
    }

    private static Consequence unasked(Verdict verdict) {
        return new Consequence(Connection.CLOSE, NextHost.NONE, Recipients.ALL, verdict);
    }
}
