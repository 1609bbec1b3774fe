/**
 * What clients and accounts did lately, counted for all pods together: {@link
 * posthorn.mailbox.clients.ClientEvents} for callers, {@link posthorn.mailbox.clients.EventCounts}
 * as the port to the store. What follows from a count is for the caller to decide: the limits are
 * settings of the service that enforces them.
 */
@NullMarked
package posthorn.mailbox.clients;

import org.jspecify.annotations.NullMarked;
