/**
 * The ledger's rules, without I/O: whether every recipient of an accepted message is in a state,
 * what of it the trace does not show yet, and which transit bodies nothing needs any more.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.ledger.LedgerCheck} asks the trace first, then the queue, then the
 *       account logs. What is true stands in the last two; what the trace lacks is added to it.
 *   <li>{@link posthorn.delivery.ledger.TransitSweep} drops bodies whose message never came or
 *       ended without them, a day later.
 * </ol>
 *
 * <p>{@code kafka} reads the log for it.
 */
@NullMarked
package posthorn.delivery.ledger;

import org.jspecify.annotations.NullMarked;
