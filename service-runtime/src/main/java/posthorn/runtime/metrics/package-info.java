/** Metrics that every service has in the same form. */
@NullMarked
package posthorn.runtime.metrics;

import org.jspecify.annotations.NullMarked;
