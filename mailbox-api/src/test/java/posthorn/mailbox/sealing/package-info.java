/** Tests of what is kept sealed. */
@NullMarked
package posthorn.mailbox.sealing;

import org.jspecify.annotations.NullMarked;
