/** Tests of what is demanded of TLS. */
@NullMarked
package posthorn.protocol.tls;

import org.jspecify.annotations.NullMarked;
