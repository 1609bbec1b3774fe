/**
 * Two releases side by side: what the previous one wrote is read by this one, and what this one
 * writes by the previous one. Its contract and its records are kept as files under {@code
 * compat/RELEASE}; {@code -Dposthorn.compat.write=RELEASE} writes those of a release that is about
 * to be made, and never again afterwards.
 */
@NullMarked
package posthorn.protocol.compat;

import org.jspecify.annotations.NullMarked;
