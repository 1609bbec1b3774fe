package posthorn.delivery.signing;

import java.util.List;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.dkim.SigningKey;

/** The keys with which our domains sign. */
@FunctionalInterface
public interface SigningKeys {

    /**
     * Keys that sign now for mail from a domain; none: it is not ours, or has no keys. They may be
     * of a domain above it.
     *
     * @param domain folded
     * @throws AnswerLost when nobody can say now
     * @throws Unusable when there are keys and they cannot be used
     */
    List<SigningKey> of(String domain);

    /** Keys that cannot be used before somebody mends something. */
    final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** With a sentence for people. */
        public Unusable(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
