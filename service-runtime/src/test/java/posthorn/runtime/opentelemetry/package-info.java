/** Spans as they are sent. */
@NullMarked
package posthorn.runtime.opentelemetry;

import org.jspecify.annotations.NullMarked;
