package posthorn.delivery.policy;

/**
 * What follows from a failure: one cell of the table in {@link FailureTable}.
 *
 * @param connection what is done with the connection
 * @param nextHost which host is asked next within the same attempt
 * @param recipients whom it concerns
 * @param verdict what becomes of the message for them, when no other host did better
 */
public record Consequence(
        Connection connection, NextHost nextHost, Recipients recipients, Verdict verdict) {

    /** What is done with the connection. */
    public enum Connection {
        /** It is in step and stays open: another transaction may follow, behind RSET. */
        KEEP,
        /** It is in step and of no use: QUIT, then closed (RFC 5321 §4.1.1.10). */
        QUIT,
        /** It is broken, out of step, or closed by the host: closed without a word. */
        CLOSE
    }

    /** Which host is asked next within the same attempt. */
    public enum NextHost {
        /** The same one without TLS: TLS was an offer, not a demand (RFC 7435). */
        SAME_WITHOUT_TLS,
        /** The same one over another connection: only the connection was of no use. */
        SAME,
        /** The next one in the order of RFC 5321 §5.1. */
        NEXT,
        /** None: another one would say the same, or the message may have arrived. */
        NONE
    }

    /** Whom a failure concerns. */
    public enum Recipients {
        /** The one recipient that the reply is about. */
        ONE,
        /** All recipients of the transaction about whom nothing was decided before. */
        ALL
    }

    /** What becomes of the message. */
    public enum Verdict {
        /** It stays in the queue and is tried again. */
        DEFER,
        /** The same, and the host may have taken it: it may arrive twice. */
        DEFER_MAYBE_TAKEN,
        /** It is returned to its sender. */
        FAIL,
        /** It stays in the queue until an operator decides. */
        HOLD
    }
}
