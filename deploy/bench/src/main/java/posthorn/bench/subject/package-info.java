/** Mail servers that can be measured, ours and others. */
@NullMarked
package posthorn.bench.subject;

import org.jspecify.annotations.NullMarked;
