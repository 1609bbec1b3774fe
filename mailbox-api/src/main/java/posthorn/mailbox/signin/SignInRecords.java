package posthorn.mailbox.signin;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What all pods remember of attempts to sign in. Counts are of one window of time and forgotten
 * with it. A stage that fails says nothing about what the store did.
 */
public interface SignInRecords {

    /**
     * Attempts that have failed, or are under way.
     *
     * @param last when the last one began, milliseconds since 1970, UTC
     */
    record Count(int attempts, long last) {
        /** None. */
        public static final Count NONE = new Count(0, 0);
    }

    /**
     * What is known of a client.
     *
     * @param counts of those of the keys that there are any for
     * @param good whether the login was let in from this network before
     */
    record Known(Map<SignInKey, Count> counts, boolean good) {}

    /** What is known, in one read. */
    CompletionStage<Known> read(Collection<SignInKey> keys, String login, String network, long now);

    /** Counts one more attempt for each of the keys, or takes one back. */
    CompletionStage<Void> count(Collection<SignInKey> keys, int more, long now);

    /** Forgets the attempts of a key. */
    CompletionStage<Void> reset(SignInKey key, long now);

    /** The login was let in from this network. */
    CompletionStage<Void> good(String login, String network, long now);

    /** The login was let in from this network, and should not have been. */
    CompletionStage<Void> stranger(String login, String network);

    /**
     * Forgets counts of windows that are over, and clients that were let in last before that time
     * (milliseconds since 1970, UTC).
     */
    CompletionStage<Void> forget(long now, long goodBefore);
}
