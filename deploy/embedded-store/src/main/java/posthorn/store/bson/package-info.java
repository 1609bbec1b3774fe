/**
 * What the store knows about BSON beyond the driver's own types: how any two values compare ({@link
 * posthorn.store.bson.ValueOrder}), how a value becomes bytes that sort the same way ({@link
 * posthorn.store.bson.KeyEncoder}), what a dotted path reaches ({@link
 * posthorn.store.bson.DocumentPath}), and which keys a document has in an index ({@link
 * posthorn.store.bson.IndexKeys}).
 *
 * <p>Order and key bytes must agree: a range scan over the bytes has to find exactly what the
 * comparison would. A test holds the two against each other with random values.
 */
@NullMarked
package posthorn.store.bson;

import org.jspecify.annotations.NullMarked;
