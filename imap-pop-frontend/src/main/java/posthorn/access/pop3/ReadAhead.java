package posthorn.access.pop3;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import posthorn.access.store.AccountView;
import posthorn.access.store.BodyRange;
import posthorn.access.store.BodyReader;
import posthorn.access.store.MessageIndex;

/**
 * Octets of the messages of a maildrop. A client that takes one message after the other is given
 * small ones out of groups that are read together. For one thread at a time.
 */
final class ReadAhead {

    /** Octets of the messages of a group. */
    private static final long MOST_OCTETS = 128 * 1024;

    private final AccountView account;
    private final MessageIndex inbox;
    private final Deque<Waiting> group = new ArrayDeque<>();
    private int last = -1;

    private record Waiting(int position, BodyReader reader) {}

    ReadAhead(AccountView account, MessageIndex inbox) {
        this.account = account;
        this.inbox = inbox;
    }

    /** The octets of the message with this UID. */
    BodyReader message(long uid) {
        int position = inbox.position(uid);
        boolean inTurn = position == last + 1;
        last = position;
        if (!stands(position)) {
            group.clear();
            if (inTurn) {
                readGroup(position);
            }
        }
        return stands(position)
                ? group.remove().reader()
                : account.body(inbox.mailbox(), uid, "", 0, 0);
    }

    /** Whether the group goes on with this message; those before it are not asked for again. */
    private boolean stands(int position) {
        while (!group.isEmpty() && group.element().position() < position) {
            group.remove();
        }
        return !group.isEmpty() && group.element().position() == position;
    }

    private void readGroup(int first) {
        List<BodyRange> ranges = new ArrayList<>();
        long octets = 0;
        for (int at = first; at < inbox.size() && ranges.size() < AccountView.TOGETHER; at++) {
            octets += inbox.octets(at);
            if (inbox.octets(at) > AccountView.SMALL || octets > MOST_OCTETS) {
                break;
            }
            ranges.add(new BodyRange(inbox.uid(at), "", 0, 0));
        }
        if (ranges.size() > 1) {
            List<BodyReader> readers = account.bodies(inbox.mailbox(), ranges);
            for (int i = 0; i < readers.size(); i++) {
                group.add(new Waiting(first + i, readers.get(i)));
            }
        }
    }
}
