/**
 * How an entry gets into the log exactly once: {@link posthorn.mailbox.account.log.Appender}, a
 * step machine without I/O. {@link posthorn.mailbox.account.log.Input}s come in, one at a time for
 * an account; {@link posthorn.mailbox.account.log.Effect}s go out, to be run at once and in any
 * order; their answers come back as inputs.
 *
 * <p>The interfaces beside it are what is asked of the store, with what they promise about
 * durability.
 */
@NullMarked
package posthorn.mailbox.account.log;

import org.jspecify.annotations.NullMarked;
