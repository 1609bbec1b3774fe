/** The ports of the session in memory: for tests, and with the same promises as the real ones. */
@NullMarked
package posthorn.ingress.memory;

import org.jspecify.annotations.NullMarked;
