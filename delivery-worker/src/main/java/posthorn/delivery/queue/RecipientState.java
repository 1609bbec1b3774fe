package posthorn.delivery.queue;

/** Where a recipient stands. All but {@link #WAITING} and {@link #HELD} are final. */
public enum RecipientState {
    /** An attempt is due, now or later. */
    WAITING,
    /** In a mailbox of ours. */
    STORED,
    /** Taken by a remote host with 250. */
    RELAYED,
    /** Returned to the sender with the reason, or given up for a message that has no sender. */
    BOUNCED,
    /** Dropped by an operator or a rule that is recorded. */
    DISCARDED,
    /** Cannot be handled; waits for an operator. */
    HELD;

    /** Whether nothing more will be done for the recipient. */
    public boolean isFinal() {
        return this != WAITING && this != HELD;
    }
}
