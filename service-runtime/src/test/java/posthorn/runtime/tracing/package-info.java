/** Traces without anybody who records them. */
@NullMarked
package posthorn.runtime.tracing;

import org.jspecify.annotations.NullMarked;
