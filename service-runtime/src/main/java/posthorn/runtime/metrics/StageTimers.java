package posthorn.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;

/**
 * {@code posthorn.mail.stage.duration}: how long the stages of a message take, from its first octet
 * to the mailbox. Each service has timers for the stages that it sees.
 */
public final class StageTimers {

    private StageTimers() {}

    /** Registers a timer for each of these. */
    public static <S extends Enum<S>> EnumTimers<S> of(
            MeterRegistry meters, Class<S> stages, Function<S, String> word) {
        return new EnumTimers<>(
                meters,
                stages,
                () ->
                        Buckets.WAYS.timer(
                                "posthorn.mail.stage.duration",
                                "How long a message was in a stage of its way"),
                "stage",
                word);
    }
}
