/** The service as a whole: its settings and its layers. */
@NullMarked
package posthorn.ingress;

import org.jspecify.annotations.NullMarked;
