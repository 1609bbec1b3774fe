/**
 * Whether a client may come in: {@link posthorn.ingress.access.AccessChecks} is the session's
 * {@link posthorn.ingress.session.AccessPolicy} over limits ({@code limits}), block lists of DNS
 * ({@code blocklist}) and greylisting ({@code greylist}), in this order.
 *
 * <p>What decides without waiting (limits) is asked on the event loop at the connection, at MAIL
 * and at RCPT; what has to be looked up is asked at RCPT, on a virtual thread of the session, so
 * that sender and recipient stand in the log and mail to the postmaster gets through.
 */
@NullMarked
package posthorn.ingress.access;

import org.jspecify.annotations.NullMarked;
