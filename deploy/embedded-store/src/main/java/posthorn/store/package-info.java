/**
 * A store that speaks MongoDB's wire protocol and lives in one directory: what {@code ./posthorn
 * up} uses when no MongoDB is named. It does what the services ask of MongoDB (insert, find by key
 * range, conditional update and delete, unique indexes), refuses the rest, and keeps the promise
 * that matters: what was answered is on the disk.
 *
 * <p>The way of a command: bytes come in through {@code wire}, {@code command} reads it with the
 * help of {@code query} and {@code update}, {@code rocks} executes it on RocksDB, and {@code wire}
 * holds the answer back until the log is flushed. {@link posthorn.store.EmbeddedStore} starts all
 * that, {@link posthorn.store.StoreMain} as a process of its own.
 */
@NullMarked
package posthorn.store;

import org.jspecify.annotations.NullMarked;
