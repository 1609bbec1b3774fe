package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Change.AddedMessage;
import posthorn.mailbox.account.CommandOutcome.Done;
import posthorn.mailbox.account.CommandOutcome.Refused;

/** COPY and MOVE (RFC 3501 §6.4.7, RFC 6851). */
final class CopyCommands {
    /** Octets of facts that an entry may carry. */
    private static final long ENTRY_FACTS = 1 << 20;

    /** Octets of facts and messages of one segment: a document has room for them. */
    private static final long SEGMENT_FACTS = 6 << 20;

    private static final int SEGMENT_ROWS = 2048;

    private CopyCommands() {}

    static CommandOutcome copy(Deciding deciding, Command.CopyMessages copy) {
        var source = deciding.state().mailbox(copy.mailbox());
        var target = deciding.state().mailbox(copy.target());
        if (source == null || target == null) {
            return Deciding.noSuchMailbox();
        }
        var messages = collect(source, copy.uids());
        if (messages.isEmpty()) {
            return Done.nothing().in(target.head().number(), target.head().uidValidity());
        }
        var refused = refused(deciding, source, target, messages, copy.move());
        if (refused != null) {
            return refused;
        }
        long first = target.head().uidNext();
        add(deciding, target.head().number(), messages);
        var originals = origins(messages);
        if (copy.move()) {
            deciding.make(
                    seq -> new Change.MessagesExpunged(seq, source.head().number(), originals));
        }
        return new Done(
                target.head().number(),
                target.head().uidValidity(),
                UidSet.range(first, first + messages.size() - 1),
                originals,
                UidSet.EMPTY,
                UidSet.EMPTY,
                deciding.modSeq(),
                0);
    }

    private static @Nullable Refused refused(
            Deciding deciding,
            Mailbox source,
            Mailbox target,
            List<AddedMessage> messages,
            boolean move) {
        long octets = messages.stream().mapToLong(AddedMessage::size).sum();
        var refused =
                move
                        ? QuotaCommands.refusedMoves(deciding, source, target)
                        : QuotaCommands.refusedCopies(deciding, target, octets, messages.size());
        if (refused == null) {
            refused = MessageCommands.refusedUids(target.head(), messages.size());
        }
        var flags = messages.stream().flatMap(m -> m.flags().stream()).distinct().toList();
        return refused == null
                ? MessageCommands.refusedFlags(deciding, target.head().flags(), flags)
                : refused;
    }

    /** Messages with the UIDs as they would be added elsewhere; their UIDs count from 1. */
    static List<AddedMessage> collect(Mailbox source, UidSet uids) {
        Mailbox.require(source.touched(uids), true);
        var messages = new ArrayList<AddedMessage>();
        var table = source.head().flags();
        source.forEach(
                uids,
                (segment, row) ->
                        messages.add(
                                new AddedMessage(
                                        messages.size() + 1,
                                        segment.columns().bodies().get(row),
                                        segment.columns().sizes()[row],
                                        segment.columns().dates()[row],
                                        table.names(segment.flagColumns().flags()[row]),
                                        segment.facts(row),
                                        source.head().number(),
                                        segment.uid(row))));
        return messages;
    }

    static UidSet origins(List<AddedMessage> messages) {
        var uids = new UidSet.Builder();
        messages.forEach(message -> uids.add(message.fromUid()));
        return uids.build();
    }

    /** Adds collected messages in the entry itself, or in segments when there are too many. */
    static void add(Deciding deciding, long mailbox, List<AddedMessage> messages) {
        if (messages.size() <= deciding.limits().entryRows() && facts(messages) <= ENTRY_FACTS) {
            long base = uidNext(deciding, mailbox);
            var rows = new EntrySegment(messages).from(base);
            deciding.make(seq -> new Change.MessagesAdded(seq, mailbox, rows));
            return;
        }
        int from = 0;
        while (from < messages.size()) {
            int to = end(messages, from);
            addSegment(deciding, mailbox, messages.subList(from, to));
            from = to;
        }
    }

    private static int end(List<AddedMessage> messages, int from) {
        long octets = 0;
        int to = from;
        while (to < messages.size() && to - from < SEGMENT_ROWS) {
            octets += 200 + messages.get(to).facts().bytes().length;
            if (octets > SEGMENT_FACTS && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private static void addSegment(Deciding deciding, long mailbox, List<AddedMessage> messages) {
        long shift = messages.getFirst().uid() - 1;
        var rows = new EntrySegment(new EntrySegment(messages).from(1 - shift));
        var name = deciding.segment(rows);
        long base = uidNext(deciding, mailbox);
        long octets = messages.stream().mapToLong(AddedMessage::size).sum();
        deciding.make(
                seq -> new Change.SegmentAdded(seq, mailbox, name, base, messages.size(), octets));
    }

    private static long uidNext(Deciding deciding, long mailbox) {
        var target = deciding.state().mailbox(mailbox);
        if (target == null) {
            throw new IllegalStateException("There is no mailbox " + mailbox);
        }
        return target.head().uidNext();
    }

    private static long facts(List<AddedMessage> messages) {
        return messages.stream().mapToLong(message -> message.facts().bytes().length).sum();
    }
}
