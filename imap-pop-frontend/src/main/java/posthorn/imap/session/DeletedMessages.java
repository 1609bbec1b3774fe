package posthorn.imap.session;

import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.MailboxHead;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.OpenMailbox;

/**
 * What EXPUNGE would remove from a mailbox (RFC 9208 §4.1.4), counted from its messages.
 *
 * @param messages with \Deleted
 * @param octets of these
 */
record DeletedMessages(long messages, long octets) {

    static final DeletedMessages NONE = new DeletedMessages(0, 0);

    static DeletedMessages of(AccountSession account, MailboxHead head) {
        if (head.messages() == 0) {
            return NONE;
        }
        OpenMailbox open = account.open(head.mailbox(), DeletedMessages::unheard);
        if (open == null) {
            return NONE;
        }
        try (open) {
            return of(open.current());
        }
    }

    private static void unheard() {}

    private static DeletedMessages of(MessageIndex index) {
        long messages = 0;
        long octets = 0;
        for (int i = 0; i < index.size(); i++) {
            if ((index.flags(i) & FlagNames.DELETED) != 0) {
                messages++;
                octets += index.octets(i);
            }
        }
        return new DeletedMessages(messages, octets);
    }
}
