package posthorn.mailbox.registry;

import java.util.List;

/**
 * What is asked about addresses.
 *
 * @param addresses as they stand in a path, without brackets
 * @param reversePath of the message, which is rewritten where it is passed on; empty: the null
 *     reverse-path, or nothing is to be rewritten
 * @param sender id of the account that signed in; empty: none
 */
public record Inquiry(List<String> addresses, String reversePath, String sender) {

    /** Keeps the addresses from changing. */
    public Inquiry {
        addresses = List.copyOf(addresses);
    }

    /** About addresses alone. */
    public static Inquiry of(List<String> addresses) {
        return new Inquiry(addresses, "", "");
    }
}
