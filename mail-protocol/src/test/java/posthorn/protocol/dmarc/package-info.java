/** Tests of DMARC. */
@NullMarked
package posthorn.protocol.dmarc;

import org.jspecify.annotations.NullMarked;
