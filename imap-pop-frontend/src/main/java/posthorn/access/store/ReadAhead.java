package posthorn.access.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Octets of the messages of one mailbox, for a client that asks for one after the other. Who takes
 * them in turn is given small ones out of groups that are read together, each twice as large as the
 * one before. For one thread at a time.
 */
public final class ReadAhead {

    /** Octets of the messages of a group. */
    private static final long MOST_OCTETS = 128 * 1024;

    private final AccountView account;
    private final Deque<Waiting> group = new ArrayDeque<>();
    private long last;
    private int most = 1;

    private record Waiting(long uid, BodyReader reader) {}

    /** Reads messages of this account. */
    public ReadAhead(AccountView account) {
        this.account = account;
    }

    /**
     * The octets of a message.
     *
     * @param view of the mailbox, always the same one; says which message is the next in turn
     */
    public BodyReader message(MessageIndex view, long uid) {
        if (!stands(uid)) {
            forget();
            int position = view.position(uid);
            boolean inTurn = position >= 0 && position == view.lowerBound(last + 1);
            most = inTurn ? Math.min(2 * most, AccountView.TOGETHER) : 1;
            if (inTurn) {
                readGroup(view, position);
            }
        }
        last = uid;
        return stands(uid) ? group.remove().reader() : account.body(view.mailbox(), uid, "", 0, 0);
    }

    /** Holds nothing any more: the client does something else. */
    public void forget() {
        group.forEach(waiting -> waiting.reader().close());
        group.clear();
    }

    /** Whether the group goes on with this message; those before it are not asked for again. */
    private boolean stands(long uid) {
        while (!group.isEmpty() && group.element().uid() < uid) {
            group.remove().reader().close();
        }
        return !group.isEmpty() && group.element().uid() == uid;
    }

    private void readGroup(MessageIndex view, int first) {
        List<BodyRange> ranges = new ArrayList<>();
        long octets = 0;
        for (int at = first; at < view.size() && ranges.size() < most; at++) {
            octets += view.octets(at);
            if (view.octets(at) > AccountView.SMALL || octets > MOST_OCTETS) {
                break;
            }
            ranges.add(new BodyRange(view.uid(at), "", 0, 0));
        }
        if (ranges.size() > 1) {
            List<BodyReader> readers = account.bodies(view.mailbox(), ranges);
            for (int i = 0; i < readers.size(); i++) {
                group.add(new Waiting(ranges.get(i).uid(), readers.get(i)));
            }
        }
    }
}
