package posthorn.mailbox.account.simulation;

import java.util.HashSet;
import java.util.Set;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidSet;

/** All that a state says, as text, without regard to how its messages are kept. */
final class Picture {
    private Picture() {}

    static String of(AccountState state) {
        var text = new StringBuilder();
        text.append(state.head()).append(state.subscriptions()).append(state.names());
        state.mailboxes().forEach(mailbox -> draw(text, mailbox));
        return text.toString();
    }

    private static void draw(StringBuilder text, Mailbox mailbox) {
        var head = mailbox.head();
        text.append('\n').append(head).append(mailbox.vanished());
        long[] sums = new long[3];
        mailbox.forEach(
                UidSet.all(),
                (segment, row) -> {
                    long flags = segment.flagColumns().flags()[row];
                    sums[0]++;
                    sums[1] += (flags & 1) == 0 ? 1 : 0;
                    sums[2] += segment.columns().sizes()[row];
                    text.append('\n').append(segment.uid(row));
                    text.append(' ').append(segment.columns().bodies().get(row));
                    text.append(' ').append(segment.columns().sizes()[row]);
                    text.append(' ').append(segment.columns().dates()[row]);
                    text.append(' ').append(head.flags().names(flags));
                    text.append(' ').append(segment.flagColumns().modSeqs()[row]);
                    text.append(' ').append(segment.facts(row).hashCode());
                });
        if (sums[0] != mailbox.messages()
                || sums[1] != mailbox.unseen()
                || sums[2] != mailbox.octets()) {
            throw new Violation("The counts of " + head.name() + " are wrong");
        }
    }

    /** Names of the bodies of all messages. */
    static Set<String> bodies(AccountState state) {
        var bodies = new HashSet<String>();
        for (var mailbox : state.mailboxes()) {
            mailbox.forEach(
                    UidSet.all(),
                    (segment, row) -> bodies.add(segment.columns().bodies().get(row)));
        }
        return bodies;
    }
}
