/**
 * Deliveries as part of the trace of their message: what the store is asked for because of one, and
 * the entry that it became. The account's log knows nothing of it; {@link
 * posthorn.mailbox.tracing.EntryTraces} remembers for a moment which command belongs to which span.
 */
@NullMarked
package posthorn.mailbox.tracing;

import org.jspecify.annotations.NullMarked;
