/** Tries. */
@NullMarked
package posthorn.protocol;

import org.jspecify.annotations.NullMarked;
