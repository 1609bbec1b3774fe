package posthorn.mailbox.browse;

import java.time.Instant;
import java.util.List;
import posthorn.protocol.mime.MessageStructure;

/**
 * A message as it is stored.
 *
 * @param account id
 * @param mailbox number
 * @param flags as it has them now
 * @param body name of its octets
 * @param size octets
 * @param structure where its parts stand
 */
public record StoredMessage(
        String account,
        long mailbox,
        long uid,
        List<String> flags,
        String body,
        Instant received,
        long size,
        MessageStructure structure) {}
