/** The proxy does what it says: each fault happens, and nothing but it. */
@NullMarked
package posthorn.standalone.store.fault;

import org.jspecify.annotations.NullMarked;
