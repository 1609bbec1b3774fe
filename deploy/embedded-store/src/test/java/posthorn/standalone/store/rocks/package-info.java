/** Indexes find what a look at every document finds; answers wait for the disk. */
@NullMarked
package posthorn.standalone.store.rocks;

import org.jspecify.annotations.NullMarked;
