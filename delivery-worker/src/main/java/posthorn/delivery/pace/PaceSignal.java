package posthorn.delivery.pace;

import java.util.Optional;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.DeliveryFailure.ConnectionLost;
import posthorn.delivery.policy.DeliveryFailure.NotOffered;
import posthorn.delivery.policy.DeliveryFailure.TooLarge;
import posthorn.delivery.policy.DeliveryFailure.UnexpectedReply;
import posthorn.delivery.policy.DeliveryFailure.Unreachable;
import posthorn.protocol.smtp.EnhancedStatus;
import posthorn.protocol.smtp.Reply;

/** What a failure says of the pace. */
enum PaceSignal {
    /** Nothing: no host was asked. */
    NONE,
    /** The host talks to us; what it said is about a message or a recipient. */
    TALKS,
    /** The host talks to us, and refuses for good by policy (5.7.x). */
    REFUSES,
    /** The host asks for less. */
    SLOW_DOWN,
    /** The host could not be reached, or was lost within the dialogue. */
    LOST;

    private static final int CLOSING = 421;
    private static final int POLICY = 7;

    /** X.7.28 (unsolicited mail at an unusual rate) is said with 4 and with 5. */
    private static final int UNUSUAL_RATE = 28;

    /** The signal that a failure is. */
    static PaceSignal of(DeliveryFailure failure) {
        return switch (failure) {
            case UnexpectedReply f -> of(f.reply());
            case ConnectionLost _, Unreachable _ -> LOST;
            case NotOffered _, TooLarge _ -> TALKS;
            default -> NONE;
        };
    }

    /** 421, a temporary refusal by policy (4.7.x), and X.7.28 ask for less. */
    private static PaceSignal of(Reply reply) {
        if (reply.code() == CLOSING) {
            return SLOW_DOWN;
        }
        Optional<EnhancedStatus> policy = reply.status().filter(s -> s.subject() == POLICY);
        if (policy.isEmpty()) {
            return TALKS;
        }
        boolean later = reply.kind() == Reply.Kind.TRANSIENT_FAILURE;
        return later || policy.get().detail() == UNUSUAL_RATE ? SLOW_DOWN : REFUSES;
    }
}
