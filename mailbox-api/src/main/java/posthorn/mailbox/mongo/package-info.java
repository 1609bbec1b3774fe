/**
 * The mailbox database: what the account logs, their bodies and checkpoints, the directory and the
 * transit bodies ask of a store, done with the reactive MongoDB driver.
 *
 * <p>Asked of the server: insert, find by key range, conditional update and delete of one document,
 * unique indexes ({@link posthorn.mailbox.mongo.Indexes}). No transactions, no retryable writes, no
 * TTL, no partial indexes. Every write waits for a majority and its journals, every read is of what
 * a majority has; {@code account} is in every filter.
 *
 * <p>Octets lie in chunks ({@link posthorn.mailbox.mongo.Chunks}), written one after another and
 * read piece by piece ({@link posthorn.mailbox.mongo.ChunkReader}); of messages that are not small
 * the header can be read without the rest.
 *
 * <p>Inserts of many accounts share one unordered command ({@link
 * posthorn.mailbox.mongo.SharedInserts}); an account that had no answer in time goes alone from
 * then on, so that one slow shard holds up nobody else.
 */
@NullMarked
package posthorn.mailbox.mongo;

import org.jspecify.annotations.NullMarked;
