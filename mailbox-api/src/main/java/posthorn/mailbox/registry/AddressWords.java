package posthorn.mailbox.registry;

import java.util.Arrays;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;

/** AddressWords of administrators about addresses, and what they are told. */
final class AddressWords {

    private AddressWords() {}

    /** Who may send to a group, as it stands in a request; empty text: everybody. */
    static Optional<AddressEntry.Senders> senders(String word) {
        return word.isEmpty()
                ? Optional.of(AddressEntry.Senders.ANYONE)
                : Arrays.stream(AddressEntry.Senders.values())
                        .filter(each -> each.name().equalsIgnoreCase(word))
                        .findFirst();
    }

    static DirectoryOutcome<AddressEntry.Group> noSenders(String word) {
        return DirectoryOutcome.refused(
                Reason.INVALID,
                "'" + word + "' does not say who may send to the group.",
                "Give anyone, users (whoever signed in) or members (whoever signed in and is one).");
    }

    /** The address stands for something, or the account sends its mail on already. */
    static <T> DirectoryOutcome<T> taken(AddressEntry entry) {
        return entry instanceof AddressEntry.Forward forward && forward.ofAccount()
                ? DirectoryOutcome.refused(
                        Reason.CONFLICT,
                        "The account " + entry.address() + " sends its mail on already.",
                        "Remove that first: posthorn forward delete " + entry.address() + ".")
                : DirectoryOutcome.refused(
                        Reason.CONFLICT,
                        "The address " + entry.address() + " is there already.",
                        "Choose another one, or delete the "
                                + "account, alias, group or forward that has it.");
    }

    /** Somebody else changed the group while this was decided. */
    static DirectoryOutcome<AddressEntry.Group> atTheSameTime(AddressEntry.Group group) {
        return DirectoryOutcome.refused(
                Reason.CONFLICT,
                "The group " + group.address() + " was changed at the same time.",
                "Look at it and try again.");
    }

    static DirectoryOutcome<?> inUse(AddressEntry entry, AddressEntry alias) {
        return DirectoryOutcome.refused(
                Reason.CONFLICT,
                "The alias " + alias.address() + " leads to " + entry.address() + ".",
                "Remove it first: posthorn alias delete " + alias.address() + ".");
    }
}
