package posthorn.delivery.policy;

import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.RecipientState;

/**
 * What an attempt came to, for one recipient. Decided in one place, {@link FailurePolicy}, except
 * for {@link Delivered}, which speaks for itself.
 */
public sealed interface AttemptResult {

    /** RFC 3463 code, as in {@code 5.1.1}. */
    String status();

    /** Remote host with address and port, or the account; empty: none was reached. */
    String host();

    /** Reply of the remote host, or our own reason; one line, any length. */
    String reply();

    /**
     * The attempt as the queue keeps it.
     *
     * @param at milliseconds since 1970, when it ended
     */
    default Attempt attempt(long at) {
        return new Attempt(at, status(), host(), reply());
    }

    /**
     * The recipient has it.
     *
     * @param state {@link RecipientState#STORED} or {@link RecipientState#RELAYED}
     * @param reportedOn the host was told what the sender wants to know, and will tell it (RFC 3461
     *     §5.2.1)
     */
    record Delivered(
            RecipientState state, String status, String host, String reply, boolean reportedOn)
            implements AttemptResult {

        /** In the mailbox of {@code account}. */
        public static Delivered stored(String account) {
            return new Delivered(RecipientState.STORED, "2.0.0", account, "stored", false);
        }

        /** In the mailbox for junk of {@code account}. */
        public static Delivered storedAsJunk(String account, String reason) {
            return new Delivered(
                    RecipientState.STORED, "2.0.0", account, "stored as junk: " + reason, false);
        }

        /** Taken by {@code host} with {@code reply}; it tells the sender nothing. */
        public static Delivered relayed(String host, String reply) {
            return relayed(host, reply, false);
        }

        /**
         * Taken by {@code host} with {@code reply}.
         *
         * @param reportedOn it tells the sender what becomes of it
         */
        public static Delivered relayed(String host, String reply, boolean reportedOn) {
            return new Delivered(RecipientState.RELAYED, "2.0.0", host, reply, reportedOn);
        }
    }

    /**
     * Not now: another attempt is made, until the plan gives up.
     *
     * @param maybeTwice the reply to the end of data was lost, so the host may have the message
     */
    record Deferred(String status, String host, String reply, boolean maybeTwice)
            implements AttemptResult {}

    /** Never: the sender is told. */
    record Failed(String status, String host, String reply) implements AttemptResult {}

    /** Cannot be handled: an operator decides. */
    record Held(String reply) implements AttemptResult {
        @Override
        public String status() {
            return "4.3.0";
        }

        @Override
        public String host() {
            return "";
        }
    }

    /**
     * Dropped, by whom and why stands in {@code reply}.
     *
     * @param notifySender the sender is told all the same
     */
    record Discarded(String reply, boolean notifySender) implements AttemptResult {
        @Override
        public String status() {
            return "5.0.0";
        }

        @Override
        public String host() {
            return "";
        }
    }
}
