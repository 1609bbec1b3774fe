/** The store's adapters against a real store, and the store itself for all tests of this module. */
@NullMarked
package posthorn.mailbox.mongo;

import org.jspecify.annotations.NullMarked;
