package posthorn.launcher.transfer;

import java.time.Instant;
import java.util.List;

/**
 * What is known of a message beside its octets.
 *
 * @param name by which people find it in its source, as in {@code UID 17}
 * @param received internal date
 * @param flags system flags with their backslash, keywords without; {@code \Recent} is none of them
 */
public record MessageFacts(String name, Instant received, List<String> flags) {
    /** Keeps no list that somebody else may change. */
    public MessageFacts {
        flags = List.copyOf(flags);
    }
}
