package posthorn.ingress.net;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import posthorn.ingress.session.Verb;
import posthorn.runtime.metrics.CommandMeters;
import posthorn.runtime.metrics.EnumTimers;
import posthorn.runtime.metrics.StageTimers;

/** What all connections are timed with. */
@Singleton
public final class SmtpMeters {
    private final CommandMeters<Verb, ReplyClass> commands;
    private final EnumTimers<Stage> stages;

    @Inject
    SmtpMeters(MeterRegistry meters) {
        this.commands =
                new CommandMeters<>(
                        meters, "smtp", Verb.class, Verb::word, ReplyClass.class, ReplyClass::word);
        this.stages = StageTimers.of(meters, Stage.class, Stage::word);
    }

    CommandMeters<Verb, ReplyClass> commands() {
        return commands;
    }

    EnumTimers<Stage> stages() {
        return stages;
    }
}
