/** Input that nobody should send, to the whole system. */
@NullMarked
package posthorn.e2e.hostile;

import org.jspecify.annotations.NullMarked;
