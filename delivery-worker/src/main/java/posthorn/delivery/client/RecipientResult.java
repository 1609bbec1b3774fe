package posthorn.delivery.client;

import posthorn.delivery.policy.DeliveryFailure;

/** What one transaction with one host came to, for one recipient. */
public sealed interface RecipientResult {

    /**
     * The host has taken the message for the recipient.
     *
     * @param host with address and port
     * @param reply to the final dot, in one line
     * @param reportedOn the host knows DSN and was told what the sender wants to know
     */
    record Accepted(String host, String reply, boolean reportedOn) implements RecipientResult {}

    /** The host has not. */
    record Failed(DeliveryFailure failure) implements RecipientResult {}
}
