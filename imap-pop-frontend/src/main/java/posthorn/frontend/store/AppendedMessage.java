package posthorn.frontend.store;

import java.util.List;

/**
 * A message that is about to be appended.
 *
 * @param mailbox name, Unicode
 * @param flags system flags with their backslash, keywords without; never {@code \Recent}
 * @param internalDate milliseconds since 1970; 0: now
 * @param octets that will come, exactly
 */
public record AppendedMessage(String mailbox, List<String> flags, long internalDate, long octets) {}
