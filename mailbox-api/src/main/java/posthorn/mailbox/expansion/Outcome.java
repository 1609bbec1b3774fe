package posthorn.mailbox.expansion;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;

/** Where mail for an address goes. */
public sealed interface Outcome {

    /** To these: at least one, each once. */
    record Reaches(List<Target> targets) implements Outcome {}

    /** Into the mailbox of an account that is disabled. */
    record Disabled(AddressEntry.Account account) implements Outcome {}

    /** To a group that is not for this sender. */
    record NotAllowed() implements Outcome {}

    /** Nowhere, in a domain of ours. */
    record Unknown() implements Outcome {}

    /** It leads to nobody, to too many, or on and on. */
    record Failed() implements Outcome {}

    /** One that mail goes to. */
    sealed interface Target {

        /** An account. */
        record Local(AddressEntry.Account account) implements Target {}

        /**
         * An address of another host.
         *
         * @param address as it was given
         * @param via address of ours that passes the mail on, folded; empty: none does, it is the
         *     address that was asked for, or an alias leads to it
         * @param gateway what is known of its domain; null: it is not ours
         */
        record Remote(String address, String via, @Nullable Gateway gateway) implements Target {}
    }

    /**
     * A host that has the mailboxes of a domain of ours.
     *
     * @param nextHop which
     * @param ask whether it has to be asked first if it takes the address
     */
    record Gateway(String nextHop, boolean ask) {}
}
