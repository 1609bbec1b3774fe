/**
 * The worker's calls to {@code mailbox-api}: delivery into mailboxes, transit bodies, who is local.
 * Blocking, each with a deadline, for virtual threads.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.api.MailboxApiDelivery} delivers a message to all accounts of a
 *       pod in one call. {@link posthorn.delivery.api.PodBreakers} keeps calls from a pod that
 *       answers nobody.
 *   <li>{@link posthorn.delivery.api.TransitBodyStreams} reads large bodies in pieces, each to its
 *       end, and lists and drops them.
 *   <li>{@link posthorn.delivery.api.ResolvingRelay} asks {@link
 *       posthorn.delivery.api.RecipientDirectory} again who is ours before mail leaves the system.
 * </ol>
 *
 * <p>A failed call is told as a sentence, which may stand in a notification; the exception goes to
 * the log of the process.
 */
@NullMarked
package posthorn.delivery.api;

import org.jspecify.annotations.NullMarked;
