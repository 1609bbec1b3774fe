package posthorn.frontend.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.AddedMessage;
import posthorn.protocol.wire.Change;
import posthorn.protocol.wire.Entry;
import posthorn.protocol.wire.FlagsChanged;
import posthorn.protocol.wire.MessagesAdded;

class VisibleStageTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final VisibleStage stage = new VisibleStage(meters, () -> Instant.ofEpochMilli(10_500));

    private static Entry entry(Change.Builder change) {
        return Entry.newBuilder().setAt(10_000).addChanges(change).build();
    }

    private static Change.Builder added(long fromMailbox) {
        return Change.newBuilder()
                .setMessagesAdded(
                        MessagesAdded.newBuilder()
                                .addMessages(
                                        AddedMessage.newBuilder().setFromMailbox(fromMailbox)));
    }

    private Timer timer() {
        return meters.get("posthorn.mail.stage.duration").tag("stage", "visible").timer();
    }

    @Test
    void messageThatComesIsTimedFromItsEntryOn() {
        stage.told(entry(added(0)));
        assertEquals(1, timer().count());
        assertEquals(500, timer().totalTime(TimeUnit.MILLISECONDS));
    }

    @Test
    void whatWasThereBeforeIsNot() {
        stage.told(entry(added(3)));
        stage.told(entry(Change.newBuilder().setFlagsChanged(FlagsChanged.getDefaultInstance())));
        assertEquals(0, timer().count());
    }

    @Test
    void clockThatIsBehindMakesNoNegativeTime() {
        stage.told(entry(added(0)).toBuilder().setAt(11_000).build());
        assertEquals(0, timer().totalTime(TimeUnit.MILLISECONDS));
    }
}
