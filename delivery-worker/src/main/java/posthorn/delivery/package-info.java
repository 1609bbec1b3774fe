/**
 * The delivery worker: takes each accepted message from the log and brings it to every recipient.
 *
 * <p>Its rooms: {@code dispatch} decides (pure), {@code client} speaks SMTP (pure), {@code relay}
 * finds and reaches other hosts, {@code api} reaches our mailboxes, {@code mongo} keeps the queue,
 * {@code kafka} reads and writes the log, {@code rest} answers operators. This package puts them
 * together ({@link posthorn.delivery.Worker}) and has the settings.
 *
 * <p>One style of concurrency: each record, each attempt and each task runs on a virtual thread in
 * straight, blocking code; how many at once is bounded by settings.
 */
@NullMarked
package posthorn.delivery;

import org.jspecify.annotations.NullMarked;
