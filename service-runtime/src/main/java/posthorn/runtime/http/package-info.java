/** Who may call what below {@code /api}. */
@NullMarked
package posthorn.runtime.http;

import org.jspecify.annotations.NullMarked;
