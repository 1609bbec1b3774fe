/**
 * Where the documents lie: in RocksDB, in three column families.
 *
 * <pre>
 * catalog     database "\0" collection          → the collection's number and its indexes
 * documents   number of the collection, _id     → the document, byte by byte as it came
 * indexes     number of the index, its fields   → _id           (a unique index)
 *             number of the index, fields, _id  → _id           (any other)
 * </pre>
 *
 * Values are encoded so that their bytes sort as they do ({@link posthorn.store.bson.KeyEncoder});
 * a query with bounds on an index is a scan of key ranges, chosen by {@link
 * posthorn.store.rocks.Planner} and run by {@link posthorn.store.rocks.Scan}.
 *
 * <p>Writers of a collection go one at a time ({@link posthorn.store.rocks.StoredCollection}),
 * readers take no lock and see one snapshot. Each operation is one write batch. It is visible at
 * once and durable later: {@link posthorn.store.rocks.CommitLog} numbers the batches, one thread
 * flushes the log for all that wait, and whoever answers a client, also with what was only read,
 * waits until the last number that it may have seen is flushed. So nothing that a client has heard
 * of can be taken back by a power cut.
 */
@NullMarked
package posthorn.store.rocks;

import org.jspecify.annotations.NullMarked;
