package posthorn.frontend.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import posthorn.protocol.wire.Change;
import posthorn.protocol.wire.Entry;
import posthorn.runtime.metrics.EnumTimers;
import posthorn.runtime.metrics.StageTimers;

/**
 * The last stage of a message, {@code visible}: from its entry in the account's log until sessions
 * here, which have the mailbox open or wait in IDLE, are told. It compares the clocks of two pods.
 */
final class VisibleStage {

    private enum Stage {
        VISIBLE;

        String word() {
            return "visible";
        }
    }

    private final EnumTimers<Stage> stages;
    private final InstantSource clock;

    VisibleStage(MeterRegistry meters, InstantSource clock) {
        this.stages = StageTimers.of(meters, Stage.class, Stage::word);
        this.clock = clock;
    }

    /** Sessions were told of an entry. */
    void told(Entry entry) {
        if (entry.getChangesList().stream().anyMatch(VisibleStage::bringsMessage)) {
            long millis = Math.max(0, clock.millis() - entry.getAt());
            stages.record(Stage.VISIBLE, TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    /** Not one that was there already, in another mailbox. */
    private static boolean bringsMessage(Change change) {
        return change.getMessagesAdded().getMessagesList().stream()
                .anyMatch(message -> message.getFromMailbox() == 0);
    }
}
