package posthorn.mailbox.accountcache;

import posthorn.mailbox.account.Entry;

/**
 * Tells the other pods that this one appended an entry. A notice may be lost: whoever sees a gap
 * reads the log, and heads of watched accounts are compared now and then.
 */
@FunctionalInterface
public interface EntryNotifier {

    /** Nobody else is told. */
    EntryNotifier NONE = entry -> {};

    /** Returns at once. */
    void appended(Entry entry);
}
