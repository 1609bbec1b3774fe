/**
 * How often something may be done within a window of time, counted for all pods together without a
 * call for each event. Pure but for the cache's own clock.
 *
 * <ol>
 *   <li>{@link posthorn.ingress.limits.RateLimits} counts in memory and decides at once, from what
 *       this pod has seen and what {@code mailbox-api} last said of the others.
 *   <li>Only when the part of a pod has grown by a tenth of a limit it is reported; reports of all
 *       clients travel together, a moment later. So a usual client costs no command of the store,
 *       and a limit is kept but for a tenth of it for each further pod.
 *   <li>When nobody can be asked, each pod goes on with its own counts: mail is taken.
 * </ol>
 */
@NullMarked
package posthorn.ingress.limits;

import org.jspecify.annotations.NullMarked;
