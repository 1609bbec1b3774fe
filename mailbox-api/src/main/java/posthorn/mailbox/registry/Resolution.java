package posthorn.mailbox.registry;

import java.util.List;
import posthorn.mailbox.directory.AddressEntry;

/** Where mail for an address goes. */
public sealed interface Resolution {

    /** Into this account. */
    record Local(AddressEntry.Account account) implements Resolution {}

    /** The domain is ours, the address is not; or it is no address at all. */
    record UnknownUser() implements Resolution {}

    /** The domain is not ours. */
    record Remote() implements Resolution {}

    /**
     * To several, or on to another host.
     *
     * @param targets at least one, each once
     * @param notificationsOnly whether only a message with the null reverse-path may go there
     */
    record Expanded(List<Passed> targets, boolean notificationsOnly) implements Resolution {}

    /**
     * One that a message is passed on to.
     *
     * @param address forward-path
     * @param account its id; empty: another host's
     * @param reversePath of this copy, by SRS; empty: that of the message
     * @param deliveredTo address of ours that passes it on to another host; empty: none does
     */
    record Passed(String address, String account, String reversePath, String deliveredTo) {}

    /** The account takes nothing: it is disabled. */
    record Disabled(AddressEntry.Account account) implements Resolution {}

    /** The group is not for this sender. */
    record SenderNotAllowed() implements Resolution {}

    /** The address cannot be expanded: it leads to nobody, or to too many. */
    record ExpansionFailed() implements Resolution {}

    /**
     * The mailbox is at another host that we take mail for.
     *
     * @param nextHop its name or address literal, with a port where that is not 25
     */
    record Elsewhere(String nextHop) implements Resolution {}

    /** The host that would have the mailbox cannot be asked now. */
    record NotKnownNow() implements Resolution {}
}
