/** A greylist in memory. */
@NullMarked
package posthorn.ingress.greylist;

import org.jspecify.annotations.NullMarked;
