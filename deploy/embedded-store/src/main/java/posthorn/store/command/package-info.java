/**
 * The commands of MongoDB that the store understands, one class each, from the command document to
 * the answer. They read their arguments through {@link posthorn.store.command.Request}, which
 * refuses every option that nobody reads: an option that is silently ignored would promise what the
 * store does not do.
 *
 * <p>The store looks like a standalone server of MongoDB 4.4: no replica set, no transactions, no
 * retryable writes. Any write concern up to majority and any read concern up to linearizable is
 * kept, since there is one copy of the data and no answer before it is on the disk.
 */
@NullMarked
package posthorn.store.command;

import org.jspecify.annotations.NullMarked;
