/**
 * What spares readers the history, and what clears up: {@link
 * posthorn.mailbox.account.checkpoint.Checkpointer}, {@link
 * posthorn.mailbox.account.checkpoint.Sweeper} and {@link
 * posthorn.mailbox.account.checkpoint.Expiry}. Each is a {@link
 * posthorn.mailbox.account.checkpoint.Chore}: it asks, the shell around it runs what is asked and
 * answers.
 *
 * <p>A reader reads the {@link posthorn.mailbox.account.checkpoint.Manifest}, the root that it
 * names ({@link posthorn.mailbox.account.checkpoint.StateCodec}), and the log from there on.
 * Segments are loaded when something touches them.
 */
@NullMarked
package posthorn.mailbox.account.checkpoint;

import org.jspecify.annotations.NullMarked;
