/** Input that nobody should send, and attacks beside an innocent client, to the whole system. */
@NullMarked
package posthorn.e2e.hostile;

import org.jspecify.annotations.NullMarked;
