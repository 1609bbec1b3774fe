package posthorn.e2e.load;

/**
 * A message that a client sent to one recipient.
 *
 * @param mark stands in its Message-ID and nowhere else
 * @param sender who sent it, an account
 * @param recipient forward-path
 * @param fate what has to become of it
 * @param answered whether the client saw the 250; without it anything may have become of it
 */
public record Sent(String mark, String sender, String recipient, Fate fate, boolean answered) {

    /** What has to become of a message, by its recipient. */
    public enum Fate {
        /** In the recipient's INBOX. */
        LOCAL,
        /** At the second mail server. */
        REMOTE,
        /** At the second mail server, which first says 451. */
        DEFERRED,
        /** Returned to the sender, since the second mail server says 550. */
        BOUNCED
    }
}
