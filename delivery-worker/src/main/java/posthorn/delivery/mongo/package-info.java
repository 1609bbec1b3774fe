/**
 * The queue, the heartbeats and the trace in MongoDB, database {@code posthorn_queue}.
 *
 * <p>One document per message. Its parts are addressed by position ({@code destinations.3.token}),
 * so that workers that have claimed different destinations of one message never meet; each update
 * names in its filter what it expects to find and is decided by whether something matched. A claim
 * gives the document back in the same step. No transactions, no server-side time, no TTL: what
 * expires is deleted by a job. Writes are answered by a majority with journal.
 *
 * <p>Blocking, for virtual threads. {@code QueueIndexes} lists every index.
 */
@NullMarked
package posthorn.delivery.mongo;

import org.jspecify.annotations.NullMarked;
