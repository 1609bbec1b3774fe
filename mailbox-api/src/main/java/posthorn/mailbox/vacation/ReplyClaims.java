package posthorn.mailbox.vacation;

import java.util.concurrent.CompletionStage;

/** Who was answered lately, one document for each account and sender. */
public interface ReplyClaims {

    /** What came of a claim. */
    enum Claim {
        /** The sender is to be answered. */
        NEW,
        /** It was claimed for this very message. */
        SAME,
        /** The sender was answered lately. */
        TAKEN
    }

    /**
     * Claims the answer to a sender. Of several claims at once for different messages one is new.
     *
     * @param sender folded address
     * @param message id of the message that is answered
     * @param now milliseconds since 1970: a claim that ended before counts no longer
     * @param until when this one ends
     */
    CompletionStage<Claim> claim(
            String account, String sender, String message, long now, long until);

    /** Forgets claims that ended before. */
    CompletionStage<Void> forget(long now);
}
