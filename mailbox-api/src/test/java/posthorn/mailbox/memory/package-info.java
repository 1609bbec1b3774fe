/**
 * The ports in memory: what the real adapters have to do, and no more. Each passes the same
 * contract as the real one.
 */
@NullMarked
package posthorn.mailbox.memory;

import org.jspecify.annotations.NullMarked;
