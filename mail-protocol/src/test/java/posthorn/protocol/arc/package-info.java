/** Tests of ARC. */
@NullMarked
package posthorn.protocol.arc;

import org.jspecify.annotations.NullMarked;
