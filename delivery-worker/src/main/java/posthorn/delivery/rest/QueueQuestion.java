package posthorn.delivery.rest;

import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.queue.QueueFilter;
import posthorn.delivery.queue.RecipientState;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/**
 * What of the queue is asked for; null or empty: all.
 *
 * @param sender text within the reverse-path
 * @param recipient text within the address of a recipient that is not done
 * @param destination text within its destination
 * @param state {@code waiting} or {@code held}
 */
public record QueueQuestion(
        @QueryParam("sender") @Nullable String sender,
        @QueryParam("recipient") @Nullable String recipient,
        @QueryParam("destination") @Nullable String destination,
        @QueryParam("state") @Nullable String state) {

    /** Everything. */
    static final QueueQuestion ALL = new QueueQuestion(null, null, null, null);

    /**
     * The filter.
     *
     * @throws posthorn.runtime.http.ProblemException when there is no such state
     */
    QueueFilter filter() {
        return new QueueFilter(
                text(sender), text(recipient), text(destination), stateOf(text(state)));
    }

    private static Optional<RecipientState> stateOf(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "" -> Optional.empty();
            case "waiting" -> Optional.of(RecipientState.WAITING);
            case "held" -> Optional.of(RecipientState.HELD);
            default ->
                    throw Problem.of(
                                    ProblemCode.INVALID,
                                    "state is '" + word + "'.",
                                    "Use waiting or held, or leave it out.")
                            .exception();
        };
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
