/** Limits over pods in memory. */
@NullMarked
package posthorn.ingress.limits;

import org.jspecify.annotations.NullMarked;
