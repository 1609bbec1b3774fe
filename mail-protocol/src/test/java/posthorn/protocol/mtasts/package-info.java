/** Tests of MTA-STS. */
@NullMarked
package posthorn.protocol.mtasts;

import org.jspecify.annotations.NullMarked;
