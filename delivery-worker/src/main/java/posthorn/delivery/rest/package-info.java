/** What operators ask and wish: the queue and the trace, below {@code /api}. */
@NullMarked
package posthorn.delivery.rest;

import org.jspecify.annotations.NullMarked;
