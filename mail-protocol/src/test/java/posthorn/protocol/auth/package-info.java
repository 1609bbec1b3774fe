/** Tests of Authentication-Results. */
@NullMarked
package posthorn.protocol.auth;

import org.jspecify.annotations.NullMarked;
