package posthorn.mailbox.account.columns;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Facts;

/** Collects messages of other segments, by ascending UID, into a new one. */
final class SegmentBuilder {

    private record Message(Segment segment, int row, long flags) {}

    private final boolean withFacts;
    private final List<Message> messages = new ArrayList<>();

    SegmentBuilder(boolean withFacts) {
        this.withFacts = withFacts;
    }

    /**
     * Adds a message.
     *
     * @param bits flags that are kept
     */
    void add(Segment segment, int row, long bits) {
        messages.add(new Message(segment, row, segment.flagColumns().flags()[row] & bits));
    }

    Segment build() {
        int count = messages.size();
        var columns = MessageColumns.of(count);
        var bodies = new String[count];
        var flags = new long[count];
        var modSeqs = new long[count];
        for (int i = 0; i < count; i++) {
            var message = messages.get(i);
            var from = message.segment().columns();
            columns.uids()[i] = from.uids()[message.row()];
            columns.sizes()[i] = from.sizes()[message.row()];
            columns.dates()[i] = from.dates()[message.row()];
            bodies[i] = from.bodies().get(message.row());
            flags[i] = message.flags();
            modSeqs[i] = message.segment().flagColumns().modSeqs()[message.row()];
        }
        return Segment.inMemory(
                columns.with(bodies), new FlagColumns(flags, modSeqs), withFacts ? facts() : null);
    }

    private @Nullable FactsBlock facts() {
        return FactsBlock.of(
                messages.stream()
                        .map(message -> message.segment().facts(message.row()))
                        .toArray(Facts[]::new));
    }
}
