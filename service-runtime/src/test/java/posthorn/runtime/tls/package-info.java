/** Tests of the certificates of a server. */
@NullMarked
package posthorn.runtime.tls;

import org.jspecify.annotations.NullMarked;
