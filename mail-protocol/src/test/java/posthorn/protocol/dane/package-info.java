/** Tests of DANE. */
@NullMarked
package posthorn.protocol.dane;

import org.jspecify.annotations.NullMarked;
