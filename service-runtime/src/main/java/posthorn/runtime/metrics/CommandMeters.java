package posthorn.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;

/**
 * What clients of one protocol ask and what they are told: {@code posthorn.command.duration} by
 * command and {@code posthorn.replies} by class. Safe for all threads; allocates nothing.
 *
 * @param <V> verbs of the protocol, with one for whatever is no command
 * @param <R> classes of its replies
 */
public final class CommandMeters<V extends Enum<V>, R extends Enum<R>> {
    private final EnumTimers<V> durations;
    private final EnumCounters<R> replies;

    /**
     * Registers the meters.
     *
     * @param protocol smtp, imap or pop3
     * @param verb name of a verb, as clients write it, in capitals
     * @param reply word for a class of replies
     */
    public CommandMeters(
            MeterRegistry meters,
            String protocol,
            Class<V> verbs,
            Function<V, String> verb,
            Class<R> classes,
            Function<R, String> reply) {
        this.durations =
                new EnumTimers<>(
                        meters,
                        verbs,
                        () ->
                                Buckets.ANSWERS
                                        .timer(
                                                "posthorn.command.duration",
                                                "From a command to its answer")
                                        .tag("protocol", protocol),
                        "command",
                        verb);
        this.replies =
                new EnumCounters<>(
                        meters,
                        classes,
                        () ->
                                Counter.builder("posthorn.replies")
                                        .description(
                                                "What clients were told, by class of the reply")
                                        .tag("protocol", protocol),
                        "class",
                        reply);
    }

    /** The time that {@link #took} counts from. */
    public static long now() {
        return System.nanoTime();
    }

    /** The answer to a command is there. */
    public void took(V verb, long since) {
        durations.record(verb, System.nanoTime() - since);
    }

    /** The client is told something of this class. */
    public void told(R reply) {
        replies.increment(reply);
    }
}
