/**
 * The store that tests run on: an embedded one of their own, or the server that {@code
 * POSTHORN_TEST_MONGODB_URI} names. Other modules find it in this module's test-jar.
 */
@NullMarked
package posthorn.store.server;

import org.jspecify.annotations.NullMarked;
