/** Indexes find what a look at every document finds; answers wait for the disk. */
@NullMarked
package posthorn.store.rocks;

import org.jspecify.annotations.NullMarked;
