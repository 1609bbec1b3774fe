/** Tests of this room. */
@NullMarked
package posthorn.mailbox.secondfactor;

import org.jspecify.annotations.NullMarked;
