package posthorn.mailbox.account;

import java.util.List;

/**
 * A message that is to be added to a mailbox.
 *
 * @param body id of its body, without the number that {@link BodyName} appends; unique in the
 *     account
 * @param size octets, RFC822.SIZE
 * @param internalDate milliseconds since 1970, UTC
 * @param flags system flags with their backslash, keywords without; without regard to case and
 *     order
 */
public record NewMessage(
        String body, long size, long internalDate, List<String> flags, Facts facts) {
    public NewMessage {
        flags = List.copyOf(flags);
    }
}
