package posthorn.frontend.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Octets of the messages of one mailbox, for a client that asks for one after the other. Who takes
 * them in turn is given small ones out of groups that are read together, each twice as large as the
 * one before, and the next group is on its way before this one has ended. Large ones among them are
 * read alone. For one thread at a time; {@link #close} may come from another.
 */
public final class ReadAhead implements AutoCloseable {

    /** Octets of the messages of a group. */
    private static final long MOST_OCTETS = 256 * 1024;

    private final AccountSession account;
    private final Deque<Waiting> ahead = new ArrayDeque<>();

    /** Of how many groups something waits; two at most. */
    private int groups;

    private long last;
    private int most = 1;
    private boolean closed;

    /**
     * A message that was asked for and not taken yet.
     *
     * @param room that is given back with it: that of the whole group with its last message, since
     *     the group's octets come in one answer
     */
    private record Waiting(long uid, BodyReader reader, long room) {}

    /** Reads messages of this account. */
    public ReadAhead(AccountSession account) {
        this.account = account;
    }

    /**
     * The octets of a message.
     *
     * @param view of the mailbox, always the same one; says which message is the next in turn
     */
    public synchronized BodyReader message(MessageIndex view, long uid) {
        int position = view.position(uid);
        while (!ahead.isEmpty() && ahead.element().uid() < uid) {
            drop().close();
        }
        if (position >= 0 && view.octets(position) <= AccountSession.SMALL) {
            goOn(view, position);
        }
        last = uid;
        long octets = position < 0 ? 0 : view.octets(position);
        return isNext(uid) ? drop() : account.body(view.mailbox(), uid, "", 0, octets);
    }

    /** Holds nothing any more: the client does something else. */
    public synchronized void forget() {
        while (!ahead.isEmpty()) {
            drop().close();
        }
    }

    /** Nothing is read ahead any more. */
    @Override
    public synchronized void close() {
        closed = true;
        forget();
    }

    private boolean isNext(long uid) {
        return !ahead.isEmpty() && ahead.element().uid() == uid;
    }

    private BodyReader drop() {
        Waiting first = ahead.remove();
        if (first.room() > 0) {
            groups--;
            account.readAheadBudget().give(first.room());
        }
        return first.reader();
    }

    /** Asks for more, when the message at this position is one in turn. */
    private void goOn(MessageIndex view, int position) {
        if (!isNext(view.uid(position))) {
            forget();
            if (position != view.lowerBound(last + 1)) {
                most = 1;
                return;
            }
        }
        if (groups < 2) {
            most = Math.min(2 * most, AccountSession.TOGETHER);
            readGroup(
                    view, ahead.isEmpty() ? position : view.lowerBound(ahead.getLast().uid() + 1));
        }
    }

    /** Asks for a group whose octets were taken out of the budget. */
    private List<BodyReader> ask(MessageIndex view, List<BodyRange> ranges, long octets) {
        try {
            return account.bodies(view.mailbox(), ranges);
        } catch (RuntimeException e) {
            account.readAheadBudget().give(octets);
            throw e;
        }
    }

    private void readGroup(MessageIndex view, int first) {
        List<BodyRange> ranges = new ArrayList<>();
        int end = Math.min(view.size(), first + 2 * most);
        long octets = 0;
        for (int at = first; at < end && ranges.size() < most; at++) {
            if (view.octets(at) <= AccountSession.SMALL) {
                if (octets + view.octets(at) > MOST_OCTETS) {
                    break;
                }
                octets += view.octets(at);
                ranges.add(new BodyRange(view.uid(at), "", view.octets(at), 0, 0));
            }
        }
        if (ranges.size() > 1 && !closed && account.readAheadBudget().take(octets)) {
            List<BodyReader> readers = ask(view, ranges, octets);
            groups++;
            for (int i = 0; i < readers.size(); i++) {
                long room = i == readers.size() - 1 ? octets : 0;
                ahead.add(new Waiting(ranges.get(i).uid(), readers.get(i), room));
            }
        }
    }
}
