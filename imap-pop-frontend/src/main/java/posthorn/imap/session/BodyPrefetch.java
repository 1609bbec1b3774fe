package posthorn.imap.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.MessageIndex;

/**
 * Messages that are written with octets of their bodies. Those of small ones are asked for a group
 * at a time, and those of the next group are on their way while one is written.
 */
final class BodyPrefetch implements AutoCloseable {

    /** Octets that are asked for with a group. */
    private static final long MOST_OCTETS = 256 * 1024;

    private final AccountSession account;
    private final SelectedMailbox mailbox;
    private final MessageWriter writer;
    private final Deque<MessageWriter.Prepared> onTheirWay = new ArrayDeque<>();
    private List<MessageWriter.Prepared> gathered = new ArrayList<>();
    private long octets;

    BodyPrefetch(AccountSession account, SelectedMailbox mailbox, MessageWriter writer) {
        this.account = account;
        this.mailbox = mailbox;
        this.writer = writer;
    }

    /** The next message; it is written when its group's turn has come. */
    void add(MessageWriter.Prepared message) {
        BodyRange needed = message.needed();
        long held = needed == null ? 0 : needed.length();
        if (gathered.size() == AccountSession.TOGETHER || octets + held > MOST_OCTETS) {
            turn();
        }
        gathered.add(message);
        octets += held;
    }

    /** Writes all that were not written yet. */
    void finish() {
        turn();
        turn();
    }

    private void turn() {
        int ready = onTheirWay.size();
        List<MessageWriter.Prepared> next = gathered;
        gathered = new ArrayList<>();
        octets = 0;
        onTheirWay.addAll(next);
        ask(next);
        for (int i = 0; i < ready; i++) {
            writer.write(onTheirWay.element());
            onTheirWay.remove().sections().close();
        }
    }

    private void ask(List<MessageWriter.Prepared> group) {
        List<BodySections> together = new ArrayList<>();
        List<BodyRange> ranges = new ArrayList<>();
        for (MessageWriter.Prepared message : group) {
            BodyRange needed = message.needed();
            if (needed == null) {
                continue;
            }
            MessageIndex view = mailbox.view();
            if (group.size() == 1 && isWhole(needed, view.octets(message.position()))) {
                message.sections().ahead(needed, mailbox.message(needed.uid()));
            } else if (view.octets(message.position()) <= AccountSession.SMALL) {
                together.add(message.sections());
                ranges.add(needed);
            } else {
                message.sections().askAhead(needed);
            }
        }
        List<BodyReader> readers =
                ranges.isEmpty() ? List.of() : account.bodies(mailbox.id(), ranges);
        for (int i = 0; i < readers.size(); i++) {
            together.get(i).ahead(ranges.get(i), readers.get(i));
        }
    }

    private static boolean isWhole(BodyRange needed, long octets) {
        return needed.offset() == 0 && needed.length() == octets;
    }

    /** Gives back what was asked for and not read. */
    @Override
    public void close() {
        onTheirWay.forEach(message -> message.sections().close());
    }
}
