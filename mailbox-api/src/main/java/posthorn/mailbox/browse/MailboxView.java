package posthorn.mailbox.browse;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.MailboxName;

/**
 * A mailbox in a list.
 *
 * @param id its number: outlives a rename, never used again within the account
 * @param name the last level of its path
 * @param path full name, levels separated by "/"
 * @param specialUse {@code inbox}, or the attribute of RFC 6154 in lower case: drafts, sent,
 *     archive, junk, trash; empty: none
 * @param messages in it
 * @param unseen of them
 * @param octets of them all
 * @param subscribed whether mail programs show it
 */
public record MailboxView(
        String id,
        String name,
        String path,
        String specialUse,
        long messages,
        long unseen,
        long octets,
        boolean subscribed) {

    /** All mailboxes, INBOX first, then by path. */
    public static List<MailboxView> all(AccountState state) {
        return state.mailboxes().stream()
                .map(mailbox -> of(state, mailbox))
                .sorted(
                        Comparator.comparing((MailboxView view) ->
                                        !view.path().equals(MailboxName.INBOX))
                                .thenComparing(MailboxView::path))
                .toList();
    }

    /** One mailbox of the state. */
    public static MailboxView of(AccountState state, Mailbox mailbox) {
        String path = mailbox.head().name();
        boolean inbox = path.equals(MailboxName.INBOX);
        return new MailboxView(
                Long.toString(mailbox.head().number()),
                path.substring(path.lastIndexOf(MailboxName.SEPARATOR) + 1),
                path,
                inbox ? "inbox" : mailbox.head().specialUse().toLowerCase(Locale.ROOT),
                mailbox.messages(),
                mailbox.unseen(),
                mailbox.octets(),
                state.subscriptions().contains(path));
    }
}
