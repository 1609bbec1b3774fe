package posthorn.mailbox.account;

import java.util.Arrays;
import java.util.List;
import posthorn.mailbox.account.Change.AddedMessage;
import posthorn.mailbox.account.columns.FactsBlock;
import posthorn.mailbox.account.columns.FlagColumns;
import posthorn.mailbox.account.columns.MessageColumns;
import posthorn.mailbox.account.columns.Segment;

/** Makes a segment of messages that were just added. */
final class NewSegment {
    private NewSegment() {}

    static Segment of(List<AddedMessage> added, FlagTable table, long modSeq) {
        int count = added.size();
        var rows = MessageColumns.of(count);
        var bodies = new String[count];
        var flags = new long[count];
        var facts = new Facts[count];
        for (int i = 0; i < count; i++) {
            var message = added.get(i);
            if (i > 0 && message.uid() <= added.get(i - 1).uid()) {
                throw new IllegalStateException("UIDs do not grow at " + message.uid());
            }
            rows.uids()[i] = (int) message.uid();
            rows.sizes()[i] = message.size();
            rows.dates()[i] = message.internalDate();
            bodies[i] = message.body();
            flags[i] = table.bits(message.flags());
            facts[i] = message.facts();
        }
        var modSeqs = new long[count];
        Arrays.fill(modSeqs, modSeq);
        return Segment.of(rows.with(bodies), new FlagColumns(flags, modSeqs), FactsBlock.of(facts));
    }
}
