/**
 * How large an installation has to be: {@link posthorn.launcher.size.Demand} is what is asked of
 * it, {@link posthorn.launcher.size.Figures} what bench has measured and what is assumed, and
 * {@link posthorn.launcher.size.Sizing} makes a {@link posthorn.launcher.size.Plan} of both. All of
 * it is pure; the command {@code size} prints it.
 */
@NullMarked
package posthorn.launcher.size;

import org.jspecify.annotations.NullMarked;
