/** Traces without anybody who records them. */
@NullMarked
package posthorn.runtime.trace;

import org.jspecify.annotations.NullMarked;
