/** Tests of the frontend as a whole. */
@NullMarked
package posthorn.frontend;

import org.jspecify.annotations.NullMarked;
