package posthorn.imap.session;

import java.util.ArrayList;
import java.util.List;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.BodyReader;

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
    private List<MessageWriter.Prepared> gathered = new ArrayList<>();
    private Group onItsWay = NONE;
    private long octets;

    /**
     * Messages whose octets were asked for.
     *
     * @param held octets that were taken out of the budget for them
     */
    private record Group(List<MessageWriter.Prepared> messages, long held) {}

    private static final Group NONE = new Group(List.of(), 0);

    BodyPrefetch(AccountSession account, SelectedMailbox mailbox, MessageWriter writer) {
        this.account = account;
        this.mailbox = mailbox;
        this.writer = writer;
    }

    /** The next message; it is written when its group's turn has come. */
    void add(MessageWriter.Prepared message) {
        BodyRange needed = message.needed();
        long length = needed == null ? 0 : needed.length();
        if (gathered.size() == AccountSession.TOGETHER || octets + length > MOST_OCTETS) {
            turn();
        }
        gathered.add(message);
        octets += length;
    }

    /** Writes all that were not written yet. */
    void finish() {
        turn();
        turn();
    }

    private void turn() {
        Group ready = onItsWay;
        onItsWay = NONE;
        try {
            onItsWay = ask(gathered, octets);
            gathered = new ArrayList<>();
            octets = 0;
            for (MessageWriter.Prepared message : ready.messages()) {
                writer.write(message);
                message.sections().close();
            }
        } finally {
            giveBack(ready);
        }
    }

    private void giveBack(Group group) {
        group.messages().forEach(message -> message.sections().close());
        account.readAheadBudget().give(group.held());
    }

    /** Asks for what a group needs; where it cannot be held, each is read when it is written. */
    private Group ask(List<MessageWriter.Prepared> messages, long length) {
        if (messages.size() == 1) {
            askAlone(messages.getFirst());
            return new Group(messages, 0);
        }
        if (!account.readAheadBudget().take(length)) {
            return new Group(messages, 0);
        }
        Group group = new Group(messages, length);
        try {
            askTogether(messages);
            return group;
        } catch (RuntimeException e) {
            giveBack(group);
            throw e;
        }
    }

    private void askAlone(MessageWriter.Prepared message) {
        BodyRange needed = message.needed();
        if (needed != null && isWhole(needed, mailbox.view().octets(message.position()))) {
            message.sections().ahead(needed, mailbox.message(needed.uid()));
        } else if (needed != null) {
            message.sections().askAhead(needed);
        }
    }

    private void askTogether(List<MessageWriter.Prepared> messages) {
        List<BodySections> together = new ArrayList<>();
        List<BodyRange> ranges = new ArrayList<>();
        for (MessageWriter.Prepared message : messages) {
            BodyRange needed = message.needed();
            if (needed == null) {
                continue;
            }
            boolean small = mailbox.view().octets(message.position()) <= AccountSession.SMALL;
            if (small || message.sections().isHeader(needed)) {
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

    /** Gives back what was asked for and not written. */
    @Override
    public void close() {
        giveBack(onItsWay);
        onItsWay = NONE;
    }
}
