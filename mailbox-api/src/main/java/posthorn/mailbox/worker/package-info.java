/**
 * The way to {@code delivery-worker} over HTTP: mailbox-api asks it what only it knows (queue,
 * sites, traces, reports, the installation), so that one address reaches all of the API. Nothing
 * waits here; calls, waiting calls, octets and time are bounded.
 */
@NullMarked
package posthorn.mailbox.worker;

import org.jspecify.annotations.NullMarked;
