package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.List;
import posthorn.mailbox.account.Change.AddedMessage;
import posthorn.mailbox.account.Change.SegmentAdded;
import posthorn.mailbox.account.columns.Packer;
import posthorn.mailbox.account.columns.Unpacker;

/**
 * Rows of a change that is too large for an entry. They are stored before the entry that names
 * them, and do not know their UIDs: {@link SegmentAdded} gives the first one.
 *
 * @param messages with UIDs counted from 1
 */
record EntrySegment(List<AddedMessage> messages) {
    private static final int FORMAT = 1;

    EntrySegment {
        messages = List.copyOf(messages);
    }

    /**
     * Name of the i-th segment of an entry: it says for which n it was written, as {@link BodyName}
     * does.
     */
    static String name(String proposal, int i, long n) {
        return BodyName.at("e" + proposal + "-" + i, n);
    }

    /** Whether a segment was written for an entry, not for a checkpoint. */
    static boolean isName(String name) {
        return name.startsWith("e");
    }

    byte[] encode() {
        var out = new Packer().number(FORMAT).number(messages.size());
        for (var message : messages) {
            out.text(message.body()).number(message.size()).signed(message.internalDate());
            out.number(message.flags().size());
            message.flags().forEach(out::text);
            out.number(message.fromMailbox()).number(message.fromUid());
            out.bytes(message.facts().bytes());
        }
        return out.toBytes();
    }

    static EntrySegment decode(byte[] content) {
        var in = new Unpacker(content);
        long format = in.number();
        if (format != FORMAT) {
            throw new IllegalStateException("Segment of format " + format);
        }
        int count = in.count();
        var messages = new ArrayList<AddedMessage>(count);
        for (int i = 1; i <= count; i++) {
            messages.add(message(in, i));
        }
        return new EntrySegment(messages);
    }

    private static AddedMessage message(Unpacker in, long uid) {
        var body = in.text();
        long size = in.number();
        long date = in.signed();
        var flags = new ArrayList<String>();
        for (int left = in.count(); left > 0; left--) {
            flags.add(in.text());
        }
        long fromMailbox = in.number();
        long fromUid = in.number();
        return new AddedMessage(
                uid, body, size, date, flags, Facts.of(in.bytes()), fromMailbox, fromUid);
    }

    /** The messages with the UIDs that the change gives them. */
    List<AddedMessage> from(long baseUid) {
        return messages.stream()
                .map(message ->
                        new AddedMessage(
                                baseUid + message.uid() - 1,
                                message.body(),
                                message.size(),
                                message.internalDate(),
                                message.flags(),
                                message.facts(),
                                message.fromMailbox(),
                                message.fromUid()))
                .toList();
    }

    Mailbox addTo(Mailbox mailbox, SegmentAdded change) {
        if (messages.size() != change.count()) {
            throw new IllegalStateException("Not the rows of " + change.segment());
        }
        return mailbox.add(change.modSeq(), from(change.baseUid()));
    }
}
