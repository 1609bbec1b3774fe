/** The checks of clients, over names and a greylist in memory. */
@NullMarked
package posthorn.ingress.access;

import org.jspecify.annotations.NullMarked;
