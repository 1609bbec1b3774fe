/**
 * The queue and what is done with it, without I/O: a message's document and its transitions, the
 * retry plan, the failure policy, and the {@link posthorn.delivery.dispatch.Dispatcher} that drives
 * them over small ports.
 *
 * <p>How the pieces meet:
 *
 * <ol>
 *   <li>{@link posthorn.delivery.dispatch.Dispatcher#accept} takes a message from the log. Local
 *       recipients are tried at once; when all are stored there is no document. Otherwise the
 *       document is written, and only then is a remote host spoken to.
 *   <li>{@link posthorn.delivery.dispatch.QueuedMessage} is that document: recipients, grouped by
 *       {@link posthorn.delivery.dispatch.Destination}, each with its next attempt and its {@link
 *       posthorn.delivery.dispatch.Claim}.
 *   <li>An attempt claims a destination, looks at the claim again before the final dot, and ends
 *       with {@link posthorn.delivery.dispatch.Settlement}: what became of its recipients, and the
 *       messages that follow, in one update that matches the claim's token.
 *   <li>What follows is {@link posthorn.delivery.dispatch.Pending}: written, produced, marked, in
 *       this order; whoever comes later finishes it.
 *   <li>{@link posthorn.delivery.dispatch.Rounds} looks for what is due, for claims whose worker is
 *       dead ({@link posthorn.delivery.dispatch.Pulse}), and for what was left half done.
 * </ol>
 *
 * <p>Threads belong to others: every method here is straight, blocking code over its ports, run on
 * virtual threads in production and by a seeded scheduler in the simulation.
 */
@NullMarked
package posthorn.delivery.dispatch;

import org.jspecify.annotations.NullMarked;
