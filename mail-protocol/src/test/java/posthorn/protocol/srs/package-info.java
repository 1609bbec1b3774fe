/** Tests of the Sender Rewriting Scheme. */
@NullMarked
package posthorn.protocol.srs;

import org.jspecify.annotations.NullMarked;
