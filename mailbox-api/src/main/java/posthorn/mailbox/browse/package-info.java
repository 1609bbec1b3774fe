/**
 * Mailboxes and messages for people who look at them by REST: {@link
 * posthorn.mailbox.browse.MessageListing} gives a mailbox page by page, the newest first, {@link
 * posthorn.mailbox.browse.StoredMessages} finds one message and reads of it what is asked for, in
 * ranges that the stored facts name: no message is parsed again, and none is held as a whole.
 *
 * <p>Nothing here waits; states of accounts are immutable and read by any thread. What is read into
 * memory takes room from a budget, in a share for each account.
 */
@NullMarked
package posthorn.mailbox.browse;

import org.jspecify.annotations.NullMarked;
