/** Tests of the frontend as a whole. */
@NullMarked
package posthorn.access;

import org.jspecify.annotations.NullMarked;
