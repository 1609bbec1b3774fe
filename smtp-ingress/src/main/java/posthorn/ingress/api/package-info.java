/**
 * {@code mailbox-api} as ports of the session: {@link posthorn.ingress.session.Directory}, {@link
 * posthorn.ingress.session.TransitStore} and {@link posthorn.ingress.session.RefusedRecipients}
 * over gRPC.
 *
 * <p>Calls block a virtual thread, each with a deadline. A pod that cannot be reached is passed
 * over once; then the client is told to try later.
 */
@NullMarked
package posthorn.ingress.api;

import org.jspecify.annotations.NullMarked;
