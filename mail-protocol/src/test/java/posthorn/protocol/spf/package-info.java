/** Tests of spf. */
@NullMarked
package posthorn.protocol.spf;

import org.jspecify.annotations.NullMarked;
