/** Who has to come again, in memory. */
@NullMarked
package posthorn.mailbox.greylist;

import org.jspecify.annotations.NullMarked;
