package posthorn.mailbox.registry;

import posthorn.mailbox.directory.AddressEntry;

/** Where mail for an address goes. */
public sealed interface Resolution {

    /** Into this account. */
    record Local(AddressEntry.Account account) implements Resolution {}

    /** The domain is ours, the address is not; or it is no address at all. */
    record UnknownUser() implements Resolution {}

    /** The domain is not ours. */
    record Remote() implements Resolution {}
}
