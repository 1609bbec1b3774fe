/**
 * Who has sent a message that another server brings: the facts (SPF, DKIM, DMARC, ARC, the name of
 * the host), and what follows from them. Pure but for {@link
 * posthorn.ingress.authentication.DnsAuthentication}, which performs the lookups.
 *
 * <ol>
 *   <li>The session begins a {@link posthorn.ingress.authentication.MessageAuthentication} when the
 *       header is there, gives it the body as it streams, and asks for the {@link
 *       posthorn.ingress.authentication.AuthenticationVerdict} behind the dot, before the 250.
 *   <li>{@link posthorn.ingress.authentication.AuthenticationFacts} is what was found, and makes
 *       the Authentication-Results field (RFC 8601).
 *   <li>{@link posthorn.ingress.authentication.HandlingPolicy} decides: taken, into Junk, refused,
 *       or deferred.
 * </ol>
 *
 * <p>Concurrency: the checks of one message run on a virtual thread of its session; what has to be
 * looked up is looked up by several at once, and all of them are over before the verdict is.
 */
@NullMarked
package posthorn.ingress.authentication;

import org.jspecify.annotations.NullMarked;
