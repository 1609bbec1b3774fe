/**
 * The queue's document of a message and the port to the store that keeps it, without I/O.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.queue.QueuedMessage} is the document: every recipient ({@link
 *       posthorn.delivery.queue.QueuedRecipient}), grouped by {@link
 *       posthorn.delivery.queue.Destination}, each group with its next attempt and its {@link
 *       posthorn.delivery.queue.Claim}.
 *   <li>{@link posthorn.delivery.queue.Settlement} is what one attempt changes in it, and {@link
 *       posthorn.delivery.queue.PendingNotification} a notification from it and is not known to
 *       stand on the log yet.
 *   <li>{@link posthorn.delivery.queue.QueueStore} keeps the documents. Each of its updates names
 *       what it expects to find, and the count of matches decides; no lock, no server-side clock
 *       and no transaction carries correctness.
 *   <li>{@link posthorn.delivery.queue.WorkerHeartbeats} and {@link
 *       posthorn.delivery.queue.DeadWorkers} tell whose claims are lost.
 * </ol>
 *
 * <p>This room knows nothing of why an attempt failed ({@code policy}) or of who makes attempts
 * ({@code dispatch}).
 */
@NullMarked
package posthorn.delivery.queue;

import org.jspecify.annotations.NullMarked;
