package posthorn.delivery.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * One recipient of a queued message; its address and options stand in the message's {@code
 * AcceptedMail} at the same position.
 *
 * @param ordinal position in {@code AcceptedMail.recipients}
 * @param destination position in {@link QueuedMessage#destinations}
 * @param state where it stands
 * @param attempts how many were made
 * @param delayNotified the sender was told about the delay
 * @param tried the first attempt and the last three, oldest first; empty: none was made
 */
public record QueuedRecipient(
        int ordinal,
        int destination,
        RecipientState state,
        int attempts,
        boolean delayNotified,
        List<Attempt> tried) {

    private static final int KEPT = 4;

    /** Keeps {@code tried} from changing. */
    public QueuedRecipient {
        tried = List.copyOf(tried);
    }

    /** A recipient for which nothing was tried yet. */
    public static QueuedRecipient waiting(int ordinal, int destination) {
        return new QueuedRecipient(
                ordinal, destination, RecipientState.WAITING, 0, false, List.of());
    }

    /** The same after one more attempt. */
    public QueuedRecipient after(Attempt attempt, RecipientState next) {
        List<Attempt> kept = new ArrayList<>(tried);
        if (kept.size() == KEPT) {
            kept.remove(1);
        }
        kept.add(attempt);
        return new QueuedRecipient(ordinal, destination, next, attempts + 1, delayNotified, kept);
    }

    /** The same, its sender told about the delay. */
    public QueuedRecipient withDelayNotified() {
        return new QueuedRecipient(ordinal, destination, state, attempts, true, tried);
    }

    /** Whether an attempt may be made: it waits, or an operator wants a held one tried. */
    public boolean open() {
        return !state.isFinal();
    }
}
