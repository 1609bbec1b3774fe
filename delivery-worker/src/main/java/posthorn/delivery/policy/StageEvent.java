package posthorn.delivery.policy;

import java.util.Optional;
import java.util.Set;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.protocol.smtp.EnhancedStatus;
import posthorn.protocol.smtp.Reply;

/**
 * What can come in place of the reply that was hoped for: the columns of the table in {@link
 * FailureTable}. Where a reply has an enhanced status code (RFC 2034), that decides among the
 * meanings that one basic code can have.
 */
public enum StageEvent {
    /** A 2yz or 3yz reply that does not belong there: the dialogue is out of step. */
    OUT_OF_STEP,
    /** 4yz: not now. */
    TRANSIENT,
    /** 421: the host closes the connection (RFC 5321 §3.8). */
    CLOSING,
    /** 5yz: never. */
    PERMANENT,
    /** 5yz, and it is this host that cannot take such a message: too large, not convertible. */
    INCAPABLE,
    /** 5yz to RCPT: too many recipients in one transaction (RFC 5321 §4.5.3.1.10). */
    TOO_MANY,
    /** No reply: the connection broke, the time was up, or what came is no SMTP. */
    LOST;

    private static final int CLOSING_CODE = 421;
    private static final int EXCEEDED_STORAGE = 552;
    private static final int PARAMETERS_NOT_KNOWN = 555;
    private static final EnhancedStatus TOO_MANY_STATUS = EnhancedStatus.of("5.5.3");

    /**
     * RFC 3463 §3.4, §3.7 and RFC 6531 §4.4: system not capable of selected features, message too
     * big for system, conversion required but not supported, no non-ASCII addresses, no UTF-8
     * header.
     */
    private static final Set<EnhancedStatus> INCAPABLE_STATUS =
            Set.of(
                    EnhancedStatus.of("5.3.3"),
                    EnhancedStatus.of("5.3.4"),
                    EnhancedStatus.of("5.6.3"),
                    EnhancedStatus.of("5.6.7"),
                    EnhancedStatus.of("5.6.9"));

    /** The event that a reply other than the one hoped for is. */
    public static StageEvent of(Stage stage, Reply reply) {
        if (reply.code() == CLOSING_CODE) {
            return CLOSING;
        }
        return switch (reply.kind()) {
            case COMPLETED, INTERMEDIATE -> OUT_OF_STEP;
            case TRANSIENT_FAILURE -> TRANSIENT;
            case PERMANENT_FAILURE -> permanent(stage, reply);
        };
    }

    private static StageEvent permanent(Stage stage, Reply reply) {
        Optional<EnhancedStatus> status = reply.status();
        boolean exceeded = reply.code() == EXCEEDED_STORAGE && status.isEmpty();
        boolean rcpt = stage == Stage.RCPT;
        if (rcpt && (exceeded || status.filter(TOO_MANY_STATUS::equals).isPresent())) {
            return TOO_MANY;
        }
        boolean incapable =
                exceeded
                        || reply.code() == PARAMETERS_NOT_KNOWN
                        || status.filter(INCAPABLE_STATUS::contains).isPresent();
        return incapable ? INCAPABLE : PERMANENT;
    }
}
