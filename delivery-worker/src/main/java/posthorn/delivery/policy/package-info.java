/**
 * What follows from what happened, without I/O: the decisions of the worker, each in one place.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.policy.DeliveryFailure} lists what can go wrong on the way to a
 *       recipient; {@link posthorn.delivery.policy.FailurePolicy} decides what follows from each.
 *       For a dialogue with a host that is one table, of each {@link
 *       posthorn.delivery.policy.DeliveryFailure.Stage} and each {@link
 *       posthorn.delivery.policy.StageEvent}: what becomes of the connection, which host is asked
 *       next, whom it concerns, and whether the message waits or is returned.
 *   <li>{@link posthorn.delivery.policy.AttemptResult} is what an attempt came to for one
 *       recipient: delivered, deferred, failed, held or discarded.
 *   <li>{@link posthorn.delivery.policy.RetryPlan} says when a deferred destination is tried again
 *       and when it is given up.
 *   <li>{@link posthorn.delivery.policy.SettlementRules} turns the results of an attempt into the
 *       {@link posthorn.delivery.queue.Settlement} that is written to the queue.
 * </ol>
 */
@NullMarked
package posthorn.delivery.policy;

import org.jspecify.annotations.NullMarked;
