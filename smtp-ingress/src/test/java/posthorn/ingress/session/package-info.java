/** The session in memory: octets in, replies out, no socket and no clock. */
@NullMarked
package posthorn.ingress.session;

import org.jspecify.annotations.NullMarked;
