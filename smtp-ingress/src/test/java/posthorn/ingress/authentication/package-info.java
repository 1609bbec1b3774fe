/** Tests of the checks of senders. */
@NullMarked
package posthorn.ingress.authentication;

import org.jspecify.annotations.NullMarked;
