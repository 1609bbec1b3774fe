/** Checkpoints and chores, tried on a store in memory. */
@NullMarked
package posthorn.mailbox.account.checkpoint;

import org.jspecify.annotations.NullMarked;
