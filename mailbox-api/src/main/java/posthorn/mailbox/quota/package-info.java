/**
 * Tells owners of accounts how full they are. That somebody has to be told follows from the state
 * of the account ({@link posthorn.mailbox.account.AccountState#warningDue}), so that whichever pod
 * looks at it next finds it; that it was told stands in the entry that adds the message, so that of
 * several pods that tell it at once one does.
 */
@NullMarked
package posthorn.mailbox.quota;

import org.jspecify.annotations.NullMarked;
