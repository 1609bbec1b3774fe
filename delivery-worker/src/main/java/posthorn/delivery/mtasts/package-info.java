/**
 * MTA-STS (RFC 8461) of the domains that we send to: whether a domain has a policy, where it comes
 * from, and how long it counts.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.mtasts.StsPolicies} asks DNS whether there is a new policy, has it
 *       fetched, and otherwise answers with the one that is kept.
 *   <li>{@link posthorn.delivery.mtasts.PolicyFetcher} fetches; {@link
 *       posthorn.delivery.mtasts.PolicyStore} keeps, for all workers and over their restarts:
 *       whoever stands between us and a domain must not be able to make us forget what it demands.
 * </ol>
 */
@NullMarked
package posthorn.delivery.mtasts;

import org.jspecify.annotations.NullMarked;
