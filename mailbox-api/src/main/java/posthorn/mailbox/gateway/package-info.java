/**
 * Hosts that have the mailboxes of domains that we take mail for: whether one takes an address is
 * asked of it ({@link posthorn.mailbox.gateway.RecipientCheck}), and remembered for a while, so
 * that a wrong recipient is refused while the sender is still there.
 */
@NullMarked
package posthorn.mailbox.gateway;

import org.jspecify.annotations.NullMarked;
