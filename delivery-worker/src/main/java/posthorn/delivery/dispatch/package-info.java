/**
 * Brings messages to their recipients, without I/O of its own: the {@link
 * posthorn.delivery.dispatch.Dispatcher} drives {@code queue} and {@code policy} over small ports.
 *
 * <p>How the pieces meet:
 *
 * <ol>
 *   <li>{@link posthorn.delivery.dispatch.Dispatcher#accept} takes a message from the log. Local
 *       recipients are tried at once; when all are stored there is no document. Otherwise the
 *       document is written, and only then is a remote host spoken to.
 *   <li>An attempt claims a destination, looks at the claim again before the end of data, and ends
 *       with a {@link posthorn.delivery.queue.Settlement}: what became of its recipients, and the
 *       notifications that follow, in one update that matches the claim's token.
 *   <li>A {@link posthorn.delivery.queue.PendingNotification} is written, produced to {@link
 *       posthorn.delivery.dispatch.AcceptedLog}, and marked, in this order; whoever comes later
 *       finishes it.
 *   <li>{@link posthorn.delivery.dispatch.QueueRunner} looks for what is due, for claims whose
 *       worker is dead, and for what was left half done.
 *   <li>{@link posthorn.delivery.dispatch.DestinationLimits} bounds the attempts that are made at
 *       once, in all and per destination; {@link posthorn.delivery.dispatch.EventLog} tells people
 *       what happened.
 * </ol>
 *
 * <p>Threads belong to others: every method here is straight, blocking code over its ports, run on
 * virtual threads in production and by a seeded scheduler in the simulation.
 */
@NullMarked
package posthorn.delivery.dispatch;

import org.jspecify.annotations.NullMarked;
