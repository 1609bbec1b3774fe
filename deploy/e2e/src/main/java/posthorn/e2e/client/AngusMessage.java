package posthorn.e2e.client;

import java.util.Set;

/**
 * A message as a client read it.
 *
 * @param uid IMAP UID, or the unique-id of POP3
 * @param octets as the server gave them
 * @param flags names of IMAP flags and keywords, as in {@code \Seen}; empty for POP3
 */
public record AngusMessage(String uid, byte[] octets, Set<String> flags) {
    public AngusMessage {
        flags = Set.copyOf(flags);
    }
}
