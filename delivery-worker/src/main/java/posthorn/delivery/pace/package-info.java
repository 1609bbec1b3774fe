/**
 * How fast mail goes to the hosts of others, without I/O: what is remembered of each site, what its
 * replies make of that, and which part of it each worker has.
 *
 * <ol>
 *   <li>A site ({@link posthorn.delivery.pace.MxSite}) is all domains whose mail the same hosts
 *       take. {@link posthorn.delivery.pace.SiteBounds} are the bounds on its connections and
 *       messages per minute: halved when its hosts ask for less, and grown step by step.
 *   <li>{@link posthorn.delivery.pace.SiteRecord} is what all workers know of a site, with the
 *       share that each has of its bounds. A share is a lease: its holder renews it, and loses it
 *       when others see its turn stand still. No clock of the day is compared.
 *   <li>{@link posthorn.delivery.pace.SharedPace} is what one worker does with that: it lets
 *       attempts begin within its share, and within a small one of its own when it has no lease.
 *       {@link posthorn.delivery.pace.PaceRounds} brings both together, for many sites in three
 *       commands.
 *   <li>{@link posthorn.delivery.pace.WarmUp} bounds the messages of a day to each large provider
 *       while the address that mail comes from is new to it.
 * </ol>
 */
@NullMarked
package posthorn.delivery.pace;

import org.jspecify.annotations.NullMarked;
