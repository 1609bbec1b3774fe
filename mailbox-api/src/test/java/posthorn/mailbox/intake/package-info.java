/** Messages on their way in, over stores in memory. */
@NullMarked
package posthorn.mailbox.intake;

import org.jspecify.annotations.NullMarked;
